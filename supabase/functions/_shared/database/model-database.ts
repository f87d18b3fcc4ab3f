import type { ModelStore } from '../domain/routing/model-registry.ts'
import { type DatabaseOptions, functionCaller } from './call-function.ts'
import {
  LeaseModelProbeResult,
  NoResult,
  ReadModelRegistryResult,
  ReportModelFailureResult,
} from './results.ts'

/** The registry of models in Postgres, over the Data API: every method is one call of one SQL function. */
export function modelDatabase(options: DatabaseOptions): ModelStore {
  const call = functionCaller(options)

  return {
    readRegistry: () => call('read_model_registry', {}, ReadModelRegistryResult),

    reportFailure({ subject, cooldownMs, longestMs, code, problem }) {
      const parameters = {
        subject,
        cooldown_ms: Math.ceil(cooldownMs),
        ...(longestMs !== undefined && { longest_ms: Math.ceil(longestMs) }),
        code,
        ...(problem !== undefined && { problem }),
      }
      return call('report_model_failure', parameters, ReportModelFailureResult)
    },

    async reportSuccess(subjects) {
      await call('report_model_success', { subjects: [...subjects] }, NoResult)
    },

    async leaseProbe(subjects) {
      const parameters = { subjects: [...subjects] }
      const { leased } = await call('lease_model_probe', parameters, LeaseModelProbeResult)
      return leased
    },

    async releaseProbe(subjects) {
      await call('release_model_probe', { subjects: [...subjects] }, NoResult)
    },

    async recordFirstTokens(all) {
      const samples = all.map(({ modelId, firstTokenMs }) => ({
        modelId,
        firstTokenMs: [...firstTokenMs],
      }))
      await call('record_first_tokens', { samples }, NoResult)
    },

    async rejectParameter({ modelId, parameter }) {
      await call('reject_model_parameter', { model_id: modelId, parameter }, NoResult)
    },
  }
}
