import type { JobRunner } from '../_shared/domain/jobs/job-runner.ts'
import { functionHandler, type Authenticators } from '../_shared/http/function-handler.ts'
import type { Log } from '../_shared/log.ts'
import { routes } from '../_shared/routes.ts'
import type { Tracer } from '../_shared/tracer.ts'

export type MaintenanceDependencies = {
  jobs: JobRunner
  authenticators: Authenticators<'service'>
  log: Log
  /** @defaultValue `noTracer` */
  tracer?: Tracer | undefined
}

/** `POST /maintenance`: does the jobs that are due, and tells how many were done and how many failed. */
export function maintenanceHandler(
  dependencies: MaintenanceDependencies,
): (request: Request) => Promise<Response> {
  const { jobs, authenticators, log, tracer } = dependencies
  return functionHandler({
    name: 'maintenance',
    routes: routes.maintenance,
    handlers: { run: async () => Response.json(await jobs.run()) },
    authenticators,
    log,
    tracer,
  })
}
