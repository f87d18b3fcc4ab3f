import { transform } from 'lightningcss'
import type { Plugin } from 'vite'

/** Style sheets stand in template strings, which no minifier touches; this one does. */
export function minifyStyles(): Plugin {
  return {
    name: 'minify-styles',
    enforce: 'pre',
    transform: {
      filter: { id: /\.styles\.ts$/u },
      handler: (code) =>
        code.replaceAll(/(?<=css|= )`([^`]*)`/gu, (_, css: string) => `\`${minify(css)}\``),
    },
  }
}

function minify(css: string): string {
  const input = { filename: 'styles.css', code: Buffer.from(css), minify: true }
  return Buffer.from(transform(input).code).toString().replaceAll('\\', '\\\\')
}
