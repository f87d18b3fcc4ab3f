import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

const loopback = '127.0.0.1'

/** How many ports after the wanted one are tried before giving up. */
const attempts = 100

/**
 * Listens on loopback at `port`, or at the next free one after it; 0 takes any free port.
 *
 * @returns the port it listens on
 */
export async function listenOnFreePort(server: Server, port: number): Promise<number> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await listen(server, port === 0 ? 0 : port + attempt)
    } catch (error) {
      if (!isPortTaken(error) || attempt === attempts) throw error
    }
  }
}

/** Stops a server now: open streams are cut, since a stack that ends has nobody left to answer. */
export async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host: loopback }, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
