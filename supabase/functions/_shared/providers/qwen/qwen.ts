import type { Dialect } from '../chat-completions/dialect.ts'

/**
 * Qwen through DashScope's compatible mode, the international one; keys are bound to their region.
 * https://help.aliyun.com/en/model-studio/error-code
 */
export const qwen: Dialect = {
  label: 'Qwen',
  baseUrl: 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1',
  errorCodes: {
    arrearage: 'account',
    invalidapikey: 'account',
    data_inspection_failed: 'refused',
    datainspectionfailed: 'refused',
    modelnotfound: 'retired',
    // Here it is what one model may use in a minute, not the account's money.
    insufficient_quota: 'model',
    'throttling.allocationquota': 'model',
    'allocationquota.freetieronly': 'model',
    'model.accessdenied': 'retired',
    'accessdenied.unpurchased': 'retired',
  },
  classify({ words }) {
    // As in "<400> InternalError.Algo.DataInspectionFailed: …".
    return /DataInspectionFailed/u.test(words) ? 'refused' : undefined
  },
}
