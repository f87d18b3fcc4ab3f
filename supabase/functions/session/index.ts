import { background } from '../_shared/background.ts'
import { chatDatabase } from '../_shared/database/chat-database.ts'
import { readEnvironment } from '../_shared/environment.ts'
import { createAuthenticators } from '../_shared/http/authenticate.ts'
import { logToConsole } from '../_shared/log.ts'
import { createTracer } from '../_shared/providers/otlp/create-tracer.ts'
import { sessionHandler } from './handler.ts'

const environment = readEnvironment((name) => Deno.env.get(name), logToConsole)
const tracer = createTracer(environment, { log: logToConsole, background })

Deno.serve(
  sessionHandler({
    store: chatDatabase({ ...environment, tracer }),
    publishableKey: environment.publishableKey,
    turnstileSiteKey: environment.turnstileSiteKey,
    hasAvatars: environment.anam !== undefined,
    authenticators: createAuthenticators(environment.tokens),
    log: logToConsole,
    tracer,
  }),
)
