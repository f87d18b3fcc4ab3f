import { minify } from 'terser'
import type { Plugin } from 'vite'

/**
 * The bundler's own minifier leaves in what Terser takes out: 420 bytes of what a visitor loads for
 * a call.
 */
export function minifyAgain(): Plugin {
  return {
    name: 'minify-again',
    async generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        const { code } = await minify(chunk.code, {
          module: true,
          compress: {
            // Functions that stand together repeat each other's beginnings, which compresses well.
            hoist_funs: true,
            // Nobody asks how many arguments a function has, and a getter does no more than get.
            keep_fargs: false,
            pure_getters: true,
            ecma: 2020,
            passes: 3,
          },
          format: { comments: /^!/u },
        })
        chunk.code = code ?? chunk.code
      }
    },
  }
}
