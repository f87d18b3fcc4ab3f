import type { Plugin } from 'vite'

/** What pages add to `Object.prototype` is none of a chunk's exports, as the bundler's helper thinks. */
export function exportOwnNames(): Plugin {
  return {
    name: 'export-own-names',
    renderChunk(code) {
      return code.replace(/for \(var name in all\)/u, 'for (var name of Object.keys(all))')
    },
  }
}
