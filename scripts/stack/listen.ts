import type { Server } from 'node:http'
import {
  createServer,
  type AddressInfo,
  type ListenOptions,
  type Server as SocketServer,
} from 'node:net'

const loopback = '127.0.0.1'
/** What browsers take `localhost` for first, where the machine has it. */
const loopback6 = '::1'

/** How many ports after the wanted one are tried before giving up. */
const attempts = 100

/** What listens on `::1` for a server that listens on `127.0.0.1`. */
const twins = new WeakMap<Server, SocketServer>()

/**
 * Listens on both loopback addresses at `port`, or at the next port that is free on both, so that
 * nobody else answers at the same port of `localhost`; 0 takes any free port.
 *
 * @returns the port it listens on
 * @throws Error naming the ports when all of them are taken
 */
export async function listenOnFreePort(server: Server, port: number): Promise<number> {
  const last = Math.min(port + attempts, 65_535)
  for (let wanted = port; wanted <= last; wanted += 1) {
    try {
      return await listenOnBoth(server, port === 0 ? 0 : wanted)
    } catch (error) {
      if (!isPortTaken(error)) throw error
    }
  }
  throw new Error(`All ports from ${port} to ${last} are taken: end what listens there.`)
}

/** Stops a server now: open streams are cut, since a stack that ends has nobody left to answer. */
export async function closeServer(server: Server): Promise<void> {
  const twin = twins.get(server)
  const closed = Promise.all([close(server), ...(twin ? [close(twin)] : [])])
  server.closeAllConnections()
  await closed
}

/** As `server.listen`, but tells when it listens or why it cannot. */
export function listen(server: SocketServer, options: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error) => {
      server.off('listening', settle).off('error', settle)
      if (error) reject(error)
      else resolve()
    }
    server.once('listening', settle).once('error', settle).listen(options)
  })
}

/** Resolves when the last connection has ended, too; a server that is closed already stays so. */
export function close(server: SocketServer): Promise<void> {
  return new Promise((resolve) => void server.close(() => resolve()))
}

async function listenOnBoth(server: Server, port: number): Promise<number> {
  await listen(server, { port, host: loopback })
  const { port: taken } = server.address() as AddressInfo
  // As an HTTP server makes its own sockets.
  const twin = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    server.emit('connection', socket)
  })
  try {
    await listen(twin, { port: taken, host: loopback6 })
    twins.set(server, twin)
  } catch (error) {
    // Any other error means a machine without IPv6.
    if (isPortTaken(error)) {
      await close(server)
      throw error
    }
  }
  return taken
}

/** Windows refuses the ports it keeps for itself with EACCES. */
function isPortTaken(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'EADDRINUSE' || error.code === 'EACCES')
  )
}
