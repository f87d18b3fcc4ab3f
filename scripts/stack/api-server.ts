import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import { dirname, relative } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { App, type HonoContext } from '@supabase/lite'
import { createAuthService } from './auth/auth-service.ts'
import type { Database } from './database.ts'
import type { FunctionServer } from './functions/function-server.ts'
import type { StackKeys } from './keys.ts'

export type ApiServerOptions = {
  database: Database
  keys: StackKeys
  /** Where the API is, with its port. */
  apiUrl: () => string
  functions: FunctionServer
}

/** The API as hosted Supabase lays it out: `/rest/v1`, `/auth/v1` and `/functions/v1`. */
export function createApiServer(options: ApiServerOptions): Server {
  const { database, keys } = options
  const app = createApp(database, keys)
  let answerAuth: ((request: Request) => Promise<Response>) | undefined

  const answerWithLite = getRequestListener(
    (request, { incoming }) => {
      const answer = (inner: Request) =>
        app.fetch(inner, { peerAddress: incoming.socket.remoteAddress ?? null })
      if (!pathOf(incoming.url).startsWith('/auth/v1/')) return answer(request)
      answerAuth ??= createAuthService({
        database,
        jwtSecret: keys.jwtSecret,
        apiKeys: [keys.publishableKey, keys.secretKey],
        issuer: `${options.apiUrl()}/auth/v1`,
        answer,
      })
      return answerAuth(request)
    },
    { overrideGlobalObjects: false },
  )

  return createServer((incoming, outgoing) => {
    const path = pathOf(incoming.url)
    if (path.startsWith('/functions/v1/')) options.functions.handle(incoming, outgoing)
    else if (/^\/(rest|auth)\/v1(\/|$)/u.test(path)) void answerWithLite(incoming, outgoing)
    else outgoing.writeHead(404, { 'content-type': 'application/json' }).end('{"code":"NOT_FOUND"}')
  })
}

/**
 * The studio that ships with `@supabase/lite`. Its own requests carry no key and act as
 * `service_role`, hence a port of its own that answers loopback only.
 */
export function createStudioServer(options: Pick<ApiServerOptions, 'database' | 'keys'>): Server {
  const app = createApp(options.database, options.keys, { studio: true })
  return createServer(
    (incoming, outgoing) =>
      void getRequestListener(
        (request) => app.fetch(request, { peerAddress: incoming.socket.remoteAddress ?? null }),
        { overrideGlobalObjects: false },
      )(incoming, outgoing),
  )
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

function pathOf(url: string | undefined): string {
  return (url ?? '/').split('?', 1)[0] ?? '/'
}
