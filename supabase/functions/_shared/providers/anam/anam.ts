import * as v from 'valibot'
import type { AvatarPersona, AvatarService } from '../../domain/avatar-service.ts'
import type { Log } from '../../log.ts'
import { ProblemError } from '../../problem-error.ts'
import type { ProblemCode } from '../../wire/problem-code.ts'

export type AnamOptions = {
  apiKey: string
  /** Instead of Anam's own address, for this server and for browsers. */
  baseUrl?: string | undefined
  log: Log
  /** How long Anam may take, in milliseconds. @defaultValue 10000 */
  timeoutMs?: number
}

const ownUrl = 'https://api.anam.ai'

const TokenResponse = v.object({ sessionToken: v.pipe(v.string(), v.minLength(1)) })

/** Anam: video faces over WebRTC. See https://docs.anam.ai. */
export function anam({ apiKey, baseUrl, log, timeoutMs = 10_000 }: AnamOptions): AvatarService {
  async function ask(persona: AvatarPersona): Promise<Response> {
    const response = await fetch(`${baseUrl ?? ownUrl}/v1/auth/session-token`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(tokenRequest(persona)),
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error',
    })
    if (response.ok) return response
    await response.body?.cancel()
    log({ level: 'warn', event: 'avatar-refused', provider: 'anam', status: response.status })
    throw refusal(response.status)
  }

  return {
    publicUrl: baseUrl,
    async createToken(persona) {
      try {
        const response = await ask(persona)
        return v.parse(TokenResponse, await response.json()).sessionToken
      } catch (error) {
        throw error instanceof ProblemError ? error : problem('avatar_unavailable')
      }
    },
  }
}

/** What a face is made of; see https://docs.anam.ai/api-reference. */
function tokenRequest({ name, language, avatarId, voiceId, maxSeconds }: AvatarPersona) {
  return {
    clientLabel: 'visavis',
    personaConfig: {
      name,
      avatarId,
      avatarModel: 'cara-4',
      voiceId,
      // It says what our own model says, and nothing else.
      llmId: 'CUSTOMER_CLIENT_V1',
      skipGreeting: true,
      // What the visitor speaks; the voice's language is the voice's own.
      languageCode: language,
      maxSessionLengthSeconds: maxSeconds,
      voiceDetectionOptions: {
        endOfSpeechSensitivity: 0.5,
        // A silent visitor is not spoken to by Anam, but one who is gone costs no more.
        silenceBeforeSkipTurnSeconds: 0,
        silenceBeforeSessionEndSeconds: 120,
        silenceBeforeAutoEndTurnSeconds: 5,
        speechEnhancementLevel: 0.8,
      },
    },
    sessionOptions: {
      // What people say here is not for keeping.
      sessionReplay: { enableSessionReplay: false },
      videoWidth: 768,
      videoHeight: 1152,
      videoQuality: 'auto',
    },
  }
}

function refusal(status: number): ProblemError {
  switch (status) {
    case 402:
      return problem('avatar_no_plan')
    case 429:
      return problem('avatar_limit_reached')
    case 503:
      return problem('avatar_busy')
    default:
      return problem('avatar_unavailable')
  }
}

const messages = {
  avatar_no_plan: 'The plan at the avatar service does not cover this.',
  avatar_limit_reached: 'The limit of sessions at the avatar service is reached.',
  avatar_busy: 'The avatar service is too busy.',
  avatar_unavailable: 'The avatar service cannot be reached, or does not take our request.',
} as const satisfies Partial<Record<ProblemCode, string>>

function problem(code: keyof typeof messages): ProblemError {
  const details = code === 'avatar_busy' ? { retryAfterMs: 2000 } : {}
  return new ProblemError(code, messages[code], details)
}
