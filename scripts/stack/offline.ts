import { readEnvironment } from '../../supabase/functions/_shared/environment.ts'
import { dialects } from '../../supabase/functions/_shared/providers/dialects.ts'
import { ProviderId } from '../../supabase/functions/_shared/wire/model.ts'

/**
 * One line per part: what answers now and, while it is the offline one, what changes that; then one
 * per setting that is faulty and passed over.
 *
 * @param environment what functions read
 */
export function offlineLines(environment: Record<string, string>): string[] {
  const ignored: string[] = []
  const { providers, anam } = readEnvironment(
    (name) => environment[name],
    ({ variable, problem }) => void ignored.push(`${variable} ${problem}, so it is passed over`),
  )
  const models = ProviderId.options.filter((id) => providers[id]).map((id) => dialects[id].label)
  return [
    describePart(
      'Language model',
      models.join(', ') ||
        'the offline responder · a provider’s key, or OPENAI_COMPATIBLE_BASE_URL with OPENAI_COMPATIBLE_MODEL, in .env switches models on',
    ),
    describePart(
      'Avatar',
      anam ? 'Anam' : 'the drawn face · ANAM_API_KEY in .env switches video faces on',
    ),
    ...ignored,
  ]
}

function describePart(name: string, answers: string): string {
  return `${name.padEnd(17)}${answers}`
}
