import { background } from '../_shared/background.ts'
import { modelDatabase } from '../_shared/database/model-database.ts'
import { readEnvironment } from '../_shared/environment.ts'
import { createAuthenticators } from '../_shared/http/authenticate.ts'
import { logToConsole } from '../_shared/log.ts'
import { configuredProviders } from '../_shared/providers/configured-providers.ts'
import { createTracer } from '../_shared/providers/otlp/create-tracer.ts'
import { modelsHandler } from './handler.ts'

const environment = readEnvironment((name) => Deno.env.get(name), logToConsole)
const tracer = createTracer(environment, { log: logToConsole, background })

Deno.serve(
  modelsHandler({
    store: modelDatabase({ ...environment, tracer }),
    catalogue: configuredProviders(environment),
    authenticators: createAuthenticators(environment.tokens),
    log: logToConsole,
    tracer,
  }),
)
