import { background } from '../_shared/background.ts'
import { callDatabase } from '../_shared/database/call-database.ts'
import { chatDatabase } from '../_shared/database/chat-database.ts'
import { readEnvironment } from '../_shared/environment.ts'
import { createAuthenticators } from '../_shared/http/authenticate.ts'
import { logToConsole } from '../_shared/log.ts'
import { anam } from '../_shared/providers/anam/anam.ts'
import { createTracer } from '../_shared/providers/otlp/create-tracer.ts'
import { avatarSessionHandler } from './handler.ts'

const environment = readEnvironment((name) => Deno.env.get(name), logToConsole)
const tracer = createTracer(environment, { log: logToConsole, background })

Deno.serve(
  avatarSessionHandler({
    sites: chatDatabase({ ...environment, tracer }),
    calls: callDatabase({ ...environment, tracer }),
    service: environment.anam && anam({ ...environment.anam, log: logToConsole }),
    authenticators: createAuthenticators(environment.tokens),
    log: logToConsole,
    tracer,
  }),
)
