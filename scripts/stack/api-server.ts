import './database/whole-warnings.ts'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { dirname, relative } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { App, type HonoContext } from '@supabase/lite'
import { type AuthSettings, createAuthService } from './auth/auth-service.ts'
import type { Database } from './database.ts'
import type { FunctionServer } from './functions/function-server.ts'
import type { StackKeys } from './keys.ts'
import { closeServer } from './listen.ts'

export type ApiServerOptions = {
  database: Database
  keys: StackKeys
  /** Where the API is, with its port. */
  apiUrl: () => string
  functions: FunctionServer
  /** What is set in Auth. */
  auth?: AuthSettings | undefined
}

export type ApiServer = {
  server: Server
  /** Ends it; resolves when no request works on the database any more. */
  close(): Promise<void>
}

/** The API as hosted Supabase lays it out: `/rest/v1`, `/auth/v1` and `/functions/v1`. */
export function createApiServer(options: ApiServerOptions): ApiServer {
  const { database, keys } = options
  const app = createApp(database, keys)
  let answerAuth: ((request: Request) => Promise<Response>) | undefined

  const lite = listenWith((request, peerAddress) => {
    const answer = (inner: Request) => app.fetch(inner, { peerAddress })
    const { pathname } = new URL(request.url)
    if (request.method === 'OPTIONS' && pathname.startsWith('/rest/v1/rpc/')) {
      // What asks for leave to call a function would be taken for the call itself.
      return answer(new Request(new URL('/rest/v1/chats', request.url), request))
    }
    if (!pathname.startsWith('/auth/v1/')) return answer(request)
    answerAuth ??= createAuthService({
      database,
      jwtSecret: keys.jwtSecret,
      apiKeys: [keys.publishableKey, keys.secretKey],
      issuer: `${options.apiUrl()}/auth/v1`,
      ...(options.auth && { settings: options.auth }),
      answer,
    })
    return answerAuth(request)
  })

  const server = createServer((incoming, outgoing) => {
    const path = (incoming.url ?? '/').split('?', 1)[0] ?? '/'
    if (path.startsWith('/functions/v1/')) options.functions.handle(incoming, outgoing)
    else if (/^\/(rest|auth)\/v1(\/|$)/u.test(path)) lite.handle(incoming, outgoing)
    else outgoing.writeHead(404, { 'content-type': 'application/json' }).end('{"code":"NOT_FOUND"}')
  })
  return { server, close: () => closeServer(server).then(lite.settle) }
}

/**
 * The studio that ships with `@supabase/lite`. Its own requests carry no key and act as
 * `service_role`, hence a port of its own that answers loopback only.
 */
export function createStudioServer(
  options: Pick<ApiServerOptions, 'database' | 'keys'>,
): ApiServer {
  const app = createApp(options.database, options.keys, { studio: true })
  const lite = listenWith((request, peerAddress) => app.fetch(request, { peerAddress }))
  const server = createServer(lite.handle)
  return { server, close: () => closeServer(server).then(lite.settle) }
}

type Answer = (request: Request, peerAddress: string | null) => Promise<Response>

type Listener = {
  handle: (incoming: IncomingMessage, outgoing: ServerResponse) => void
  /** Resolves when what is under way has been answered, whether anybody still listens or not. */
  settle: () => Promise<void>
}

/** Hands requests to a fetch handler, and remembers which ones still need the database. */
function listenWith(answer: Answer): Listener {
  const underWay = new Set<Promise<Response>>()
  const listener = getRequestListener(
    async (request, { incoming }) => {
      const work = answer(request, incoming.socket.remoteAddress ?? null)
      underWay.add(work)
      try {
        return await work
      } finally {
        underWay.delete(work)
      }
    },
    { overrideGlobalObjects: false },
  )
  return {
    handle: (incoming, outgoing) => void listener(incoming, outgoing),
    settle: async () => void (await Promise.allSettled(underWay)),
  }
}

function createApp(database: Database, keys: StackKeys, { studio = false } = {}): App {
  return new App({
    connection: database.connection,
    auth: {
      enabled: true,
      jwt_secret: keys.jwtSecret,
      publishable_key: keys.publishableKey,
      secret_key: keys.secretKey,
    },
    api: { enabled: true, schemas: ['public'], max_rows: 1000 },
    studio: { enabled: studio },
    options: {
      server: studio
        ? { admin: true, middlewares: [serveStudioFiles()] }
        : { admin: false, disableStudio: true },
    },
  })
}

/** The studio's scripts and styles, which `@supabase/lite` leaves to its own command line. */
function serveStudioFiles(): ReturnType<typeof serveStatic<HonoContext>> {
  const icon = createRequire(import.meta.url).resolve('@supabase/lite/static/favicon.ico')
  return serveStatic<HonoContext>({
    root: relative(process.cwd(), dirname(icon)),
    rewriteRequestPath: (path) => path.replace(/^\/static\//u, '/'),
  })
}
