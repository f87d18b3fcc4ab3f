import { modelDatabase } from '../_shared/database/model-database.ts'
import { readEnvironment } from '../_shared/environment.ts'
import { createAuthenticators } from '../_shared/http/authenticate.ts'
import { logToConsole } from '../_shared/log.ts'
import { switchedOn } from '../_shared/providers/switched-on.ts'
import { modelsHandler } from './handler.ts'

const environment = readEnvironment((name) => Deno.env.get(name), logToConsole)

Deno.serve(
  modelsHandler({
    store: modelDatabase(environment),
    catalogue: switchedOn(environment),
    authenticators: createAuthenticators(environment.tokens),
    log: logToConsole,
  }),
)
