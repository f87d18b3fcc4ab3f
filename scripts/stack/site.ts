import { createServer } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer as createViteServer } from 'vite'
import { createForeignSite } from '../../site/foreign/foreign-site.ts'
import { closeServer, listenOnFreePort } from './listen.ts'
import { localFolder } from './local-folder.ts'

export type SiteOptions = {
  apiUrl: string
  siteKey: string
  /** The next free port is taken when it is not free; 0 takes any. */
  port: number
  /** Reload pages as their files change. */
  watch: boolean
}

export type Site = {
  siteUrl: string
  /** Another origin, and in a browser's eyes another site: the third-party case. */
  foreignUrl: string
  close(): Promise<void>
}

const siteDirectory = fileURLToPath(new URL('../../site/', import.meta.url))

/** Serves `site/` through Vite, and the foreign site from a second port. */
export async function startSite({ apiUrl, siteKey, port, watch }: SiteOptions): Promise<Site> {
  // Vite is told its port only, so the port is found with a server of our own.
  const server = createServer()
  const sitePort = await listenOnFreePort(server, port)
  const vite = await createViteServer({
    root: siteDirectory,
    configFile: join(siteDirectory, 'vite.config.ts'),
    // The other loaders write what they make of it into node_modules.
    configLoader: 'runner',
    cacheDir: join(localFolder, 'vite'),
    define: {
      'import.meta.env.VITE_API_URL': JSON.stringify(apiUrl),
      'import.meta.env.VITE_SITE_KEY': JSON.stringify(siteKey),
    },
    server: {
      middlewareMode: true,
      // On the site's own port: Vite's default one is taken as soon as two stacks run.
      hmr: { server },
      ...(!watch && { watch: null }),
    },
    // What we use is ESM already; finding more to bundle would reload the page once it is done. Only
    // Anam's SDK stands on CommonJS.
    optimizeDeps: { noDiscovery: true, include: ['@anam-ai/js-sdk'] },
    clearScreen: false,
    logLevel: 'warn',
  })
  server.on('request', vite.middlewares)
  const siteUrl = `http://127.0.0.1:${sitePort}/`

  const foreign = createServer(
    createForeignSite({ siteUrl: siteUrl.slice(0, -1), apiUrl, siteKey }),
  )
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
