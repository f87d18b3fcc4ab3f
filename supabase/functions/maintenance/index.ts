import { background } from '../_shared/background.ts'
import { databaseJobs } from '../_shared/database/job-database.ts'
import { readEnvironment } from '../_shared/environment.ts'
import { createAuthenticators } from '../_shared/http/authenticate.ts'
import { logToConsole } from '../_shared/log.ts'
import { createTracer } from '../_shared/providers/otlp/create-tracer.ts'
import { maintenanceHandler } from './handler.ts'

const environment = readEnvironment((name) => Deno.env.get(name), logToConsole)
const tracer = createTracer(environment, { log: logToConsole, background })

Deno.serve(
  maintenanceHandler({
    jobs: databaseJobs({ ...environment, tracer, log: logToConsole }),
    authenticators: createAuthenticators(environment.tokens, environment.secretKey),
    log: logToConsole,
    tracer,
  }),
)
