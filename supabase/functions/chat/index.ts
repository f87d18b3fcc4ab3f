import { background } from '../_shared/background.ts'
import { chatDatabase } from '../_shared/database/chat-database.ts'
import { databaseJobs } from '../_shared/database/job-database.ts'
import { prompts } from '../_shared/domain/prompting/prompts.ts'
import { StreamLog } from '../_shared/domain/streaming/stream-log.ts'
import { persona } from '../_shared/domain/turn/persona.ts'
import { readEnvironment } from '../_shared/environment.ts'
import { createAuthenticators } from '../_shared/http/authenticate.ts'
import { describeError, logToConsole } from '../_shared/log.ts'
import { createTracer } from '../_shared/providers/otlp/create-tracer.ts'
import { createSources } from './create-sources.ts'
import { chatHandler } from './handler.ts'

const environment = readEnvironment((name) => Deno.env.get(name), logToConsole)
const tracer = createTracer(environment, { log: logToConsole, background })
const jobs = databaseJobs({ ...environment, tracer, log: logToConsole })
const store = chatDatabase({ ...environment, tracer, onJobsDue: () => background(doJobs()) })
const streamLog = new StreamLog({ store, log: logToConsole })

/** What cannot be done now is done by whoever looks next. */
async function doJobs(): Promise<void> {
  await jobs.run().catch((error: unknown) => {
    logToConsole({ level: 'warn', event: 'jobs-not-done', ...describeError(error) })
  })
}

// The Edge Runtime tells a worker that its time is nearly over. What it has begun it goes on with for
// as long as it is left alive.
const retirement = new AbortController()
globalThis.addEventListener('beforeunload', () => {
  retirement.abort()
  background(streamLog.flush())
})

/** Where a proxy is set, the providers are asked through it; the address may hold credentials. */
function throughProxy(proxyUrl: string): typeof fetch {
  const client = Deno.createHttpClient({ proxy: { url: proxyUrl } })
  return (input, init) => {
    const proxied: RequestInit & { client: Deno.HttpClient } = { ...init, client }
    return fetch(input, proxied)
  }
}

const { proxyUrl } = environment
const hasProxies = 'createHttpClient' in Deno
if (proxyUrl !== undefined && !hasProxies) {
  logToConsole({ level: 'warn', event: 'proxy-not-supported' })
}

Deno.serve(
  chatHandler({
    store,
    streamLog,
    preparations: [persona(prompts)],
    sources: createSources({
      environment,
      log: logToConsole,
      tracer,
      background,
      ...(proxyUrl !== undefined && hasProxies && { fetch: throughProxy(proxyUrl) }),
    }),
    filters: [],
    prompts,
    authenticators: createAuthenticators(environment.tokens),
    log: logToConsole,
    tracer,
    background,
    streamViewLimitMs: environment.streamViewLimitMs,
    retiring: retirement.signal,
  }),
)
