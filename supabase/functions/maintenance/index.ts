import { databaseJobs } from '../_shared/database/job-database.ts'
import { readEnvironment } from '../_shared/environment.ts'
import { createAuthenticators } from '../_shared/http/authenticate.ts'
import { logToConsole } from '../_shared/log.ts'
import { maintenanceHandler } from './handler.ts'

const environment = readEnvironment((name) => Deno.env.get(name), logToConsole)

Deno.serve(
  maintenanceHandler({
    jobs: databaseJobs({ ...environment, log: logToConsole }),
    authenticators: createAuthenticators(environment.tokens, environment.secretKey),
    log: logToConsole,
  }),
)
