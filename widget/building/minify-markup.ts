import type { Plugin } from 'vite'

/**
 * Markup stands in template strings, too: what is left of a minified line's break is a template's
 * indentation, which HTML reads as one blank.
 */
export function minifyMarkup(): Plugin {
  return {
    name: 'minify-markup',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        chunk.code = chunk.code.replaceAll(/\n {2,}/gu, ' ')
      }
    },
  }
}
