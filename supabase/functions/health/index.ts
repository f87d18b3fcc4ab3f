import { modelDatabase } from '../_shared/database/model-database.ts'
import { readEnvironment } from '../_shared/environment.ts'
import { createAuthenticators } from '../_shared/http/authenticate.ts'
import { logToConsole } from '../_shared/log.ts'
import { configuredProviders } from '../_shared/providers/configured-providers.ts'
import { healthHandler } from './handler.ts'

const environment = readEnvironment((name) => Deno.env.get(name), logToConsole)

Deno.serve(
  healthHandler({
    store: modelDatabase(environment),
    catalogue: configuredProviders(environment),
    authenticators: createAuthenticators(environment.tokens),
    log: logToConsole,
  }),
)
