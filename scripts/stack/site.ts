import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer as createViteServer } from 'vite'
import { closeServer, listenOnFreePort } from './listen.ts'

export type SiteOptions = {
  apiUrl: string
  siteKey: string
  /** The next free port is taken when it is not free; 0 takes any. */
  port: number
}

export type Site = {
  siteUrl: string
  /** Another origin, and in a browser's eyes another site: the third-party case. */
  foreignUrl: string
  close(): Promise<void>
}

const siteDirectory = fileURLToPath(new URL('../../site/', import.meta.url))

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

/** Serves `site/` through Vite, and `site/foreign/` as plain files from a second port. */
export async function startSite({ apiUrl, siteKey, port }: SiteOptions): Promise<Site> {
  // Vite is told its port only, so the port is found with a server of our own.
  const server = createServer()
  const sitePort = await listenOnFreePort(server, port)
  const vite = await createViteServer({
    root: siteDirectory,
    configFile: join(siteDirectory, 'vite.config.ts'),
    define: {
      'import.meta.env.VITE_API_URL': JSON.stringify(apiUrl),
      'import.meta.env.VITE_SITE_KEY': JSON.stringify(siteKey),
    },
    server: { middlewareMode: true, hmr: { server }, ws: false },
    clearScreen: false,
    logLevel: 'warn',
  })
  server.on('request', vite.middlewares)
  const siteUrl = `http://127.0.0.1:${sitePort}/`

  const foreign = createForeignServer({
    VITE_API_URL: apiUrl,
    VITE_SITE_KEY: siteKey,
    SITE_URL: siteUrl.slice(0, -1),
  })
  const foreignPort = await listenOnFreePort(foreign, port === 0 ? 0 : sitePort + 1)
  return {
    siteUrl,
    foreignUrl: `http://localhost:${foreignPort}/`,
    async close() {
      await vite.close()
      await Promise.all([closeServer(server), closeServer(foreign)])
    },
  }
}

/** Plain files; in pages, `%NAME%` becomes the value of that name, as in Vite's. */
function createForeignServer(values: Record<string, string>): Server {
  const root = join(siteDirectory, 'foreign')
  return createServer((incoming, outgoing) => {
    void (async () => {
      const { pathname } = new URL(incoming.url ?? '/', 'http://localhost')
      const file = join(
        root,
        normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname),
      )
      try {
        const type = contentTypes[extname(file)] ?? 'application/octet-stream'
        const bytes = await readFile(file)
        const body = type.startsWith('text/html')
          ? bytes.toString().replace(/%([A-Z_]+)%/gu, (text, name: string) => values[name] ?? text)
          : bytes
        outgoing.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
      } catch {
        outgoing.writeHead(404, { 'content-type': 'text/plain' }).end('Not found')
      }
    })()
  })
}
