import type { Plugin } from 'vite'

/** Puts notices at the beginning of chunks, by the chunks' names. */
export function addNotices(notices: Readonly<Record<string, string>>): Plugin {
  return {
    name: 'add-notices',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk') chunk.code = (notices[chunk.name] ?? '') + chunk.code
      }
    },
  }
}
