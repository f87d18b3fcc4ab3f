import { readFile } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { strictContentSecurityPolicy } from './content-security-policy.ts'

/** Where the widget comes from, where its API lives, and for which site: origins without a slash. */
export type ForeignSiteOptions = { siteUrl: string; apiUrl: string; siteKey: string }

const read = (name: string) => readFile(new URL(name, import.meta.url), 'utf8')

/**
 * Serves the bookshop: a page of somebody else, to be listened for on an origin of its own.
 * `/` as most pages are, `/strict` under a strict Content Security Policy with Trusted Types.
 */
export function createForeignSite(options: ForeignSiteOptions): RequestListener {
  const answer: Record<string, () => Promise<{ type: string; body: string }>> = {
    '/': async () => ({ type: 'text/html', body: await page(options) }),
    '/strict': async () => ({ type: 'text/html', body: await page(options) }),
    '/bookshop.css': async () => ({ type: 'text/css', body: await read('bookshop.css') }),
    '/favicon.ico': async () => ({ type: 'image/svg+xml', body: await read('book.svg') }),
  }
  return (request, response) => {
    // Anything may stand in a request's first line, also what is no URL.
    const pathname = (request.url ?? '/').split('?', 1)[0] ?? '/'
    if (pathname === '/strict') {
      response.setHeader('content-security-policy', strictContentSecurityPolicy(options))
    }
    const found = answer[pathname]
    if (!found) {
      response.writeHead(404).end()
      return
    }
    found().then(
      ({ type, body }) => {
        response.setHeader('content-type', `${type}; charset=utf-8`)
        response.setHeader('cache-control', 'no-store')
        response.end(body)
      },
      () => response.writeHead(500).end(),
    )
  }
}

async function page({ siteUrl, siteKey }: ForeignSiteOptions): Promise<string> {
  const html = await read('bookshop.html')
  return html.replaceAll('{{siteUrl}}', siteUrl).replaceAll('{{siteKey}}', siteKey)
}
