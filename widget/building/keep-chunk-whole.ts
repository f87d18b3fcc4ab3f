import type { Plugin } from 'vite'

/** What is there when a visitor can write is one chunk; another that it imports is counted nowhere. */
export function keepChunkWhole(name: string): Plugin {
  return {
    name: 'keep-chunk-whole',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk' && chunk.name === name && chunk.imports.length > 0) {
          this.error(`${chunk.fileName} needs ${chunk.imports.join(', ')}`)
        }
      }
    },
  }
}
