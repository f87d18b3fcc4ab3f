import type { Plugin } from 'vite'

/**
 * A page may ask for the script under any name (`visavis.js?v=2`), and a chunk that imported it
 * back by its plain one would run it twice.
 */
export function keepEntryToItself(entry: string): Plugin {
  return {
    name: 'keep-entry-to-itself',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk' && chunk.imports.includes(entry)) {
          this.error(`${chunk.fileName} shares modules with ${entry}`)
        }
      }
    },
  }
}
