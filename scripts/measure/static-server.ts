import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'

const contentTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
}

export type StaticServer = {
  origin: string
  /** Every path that was asked for, in order. */
  requestedPaths: readonly string[]
  close: () => Promise<void>
}

/**
 * Serves folders and pages on a free loopback port, readable from any origin.
 *
 * @param pages bodies by path, e.g. `{ '/': '<!doctype html>…' }`
 * @param folders folders by path prefix, e.g. `{ '/assets/': '/path/to/dist' }`
 */
export async function serveStatic(
  pages: Record<string, string>,
  folders: Record<string, string> = {},
): Promise<StaticServer> {
  const requestedPaths: string[] = []
  const server: Server = createServer((incoming, response) => {
    const { pathname } = new URL(incoming.url ?? '/', 'http://localhost')
    requestedPaths.push(pathname)
    void answer(pathname).then(({ status, body, type }) => {
      response.writeHead(status, { 'content-type': type, 'access-control-allow-origin': '*' })
      response.end(body)
    })
  })

  async function answer(
    path: string,
  ): Promise<{ status: number; body: string | Buffer; type: string }> {
    const page = pages[path]
    if (page !== undefined) return { status: 200, body: page, type: 'text/html; charset=utf-8' }
    for (const [prefix, folder] of Object.entries(folders)) {
      if (!path.startsWith(prefix)) continue
      const file = join(folder, normalize(`/${path.slice(prefix.length)}`))
      try {
        const type = contentTypes[extname(file)] ?? 'application/octet-stream'
        return { status: 200, body: await readFile(file), type }
      } catch {
        break
      }
    }
    return { status: 404, body: 'not found', type: 'text/plain' }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    requestedPaths,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
