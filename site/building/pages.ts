import { readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { Plugin } from 'vite'
import { languageAt } from '../languages/languages.ts'
import { footer, guideDocument, header } from './layout.ts'
import { renderGuide } from './guide.ts'

const guideMark = /^<!-- guide: (?<file>[\w-]+\.md) -->\s*$/

/**
 * Completes the pages: `<!-- header -->` and `<!-- footer -->` become the shared ones, and a page
 * that is nothing but `<!-- guide: name.md -->` becomes the guide beside it.
 */
export function pages(root: string): Plugin {
  return {
    name: 'visavis:pages',
    configureServer: (server) => {
      server.watcher.on('change', (file) => {
        if (file.endsWith('.md')) server.ws.send({ type: 'full-reload' })
      })
    },
    transformIndexHtml: {
      order: 'pre',
      handler: async (html, { filename }) => {
        const address = `/${relative(root, filename)
          .replaceAll('\\', '/')
          .replace(/index\.html$/, '')}`
        const language = languageAt(address)
        const guide = guideMark.exec(html)?.groups?.['file']
        if (guide) {
          const markdown = await readFile(join(dirname(filename), guide), 'utf8')
          return guideDocument({ address, language, ...renderGuide(markdown) })
        }
        return html
          .replace('<!-- header -->', () => header({ address, language }))
          .replace('<!-- footer -->', () => footer(language))
      },
    },
  }
}
