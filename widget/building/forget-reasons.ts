import type { Plugin } from 'vite'
import { isValibot, known, withShapes } from './valibot-shapes.js'

/** Leaves of Valibot what is asked of it here: whether a value has the shape. */
export function forgetReasons(): Plugin {
  return {
    name: 'forget-reasons',
    transform: {
      filter: { id: /[\\/]valibot[\\/]/u },
      handler: (code, id) => (isValibot(id) ? withShapes(code) : undefined),
    },
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        for (const [id, { renderedExports }] of Object.entries(chunk.modules)) {
          const other = isValibot(id) && renderedExports.find((name) => !known.has(name))
          if (other) this.error(`Valibot's ${other} knows nothing of these shapes`)
        }
      }
    },
  }
}
