import { authRefusals, type AuthRefusal, captchaRefused } from './recorded-answers.ts'

export type CaptchaCheck = {
  /** The secret that belongs to the site's key. */
  secret: string
  /** Where the provider says whether a token is good. @defaultValue Turnstile's own */
  verifierUrl?: string
}

const turnstileUrl = 'https://challenges.cloudflare.com/turnstile/v0/siteverify'

/** Asks the captcha's provider about a sign-up's token as Auth does; null if it is a good one. */
export async function refuseCaptcha(
  { secret, verifierUrl = turnstileUrl }: CaptchaCheck,
  body: Record<string, unknown>,
): Promise<AuthRefusal | null> {
  const security = body['gotrue_meta_security'] as { captcha_token?: unknown } | undefined
  const token = security?.captcha_token
  if (typeof token !== 'string' || token.trim() === '') return authRefusals.captchaMissing
  try {
    const response = await fetch(verifierUrl, {
      method: 'POST',
      body: new URLSearchParams({ secret, response: token.trim() }),
    })
    const verdict = (await response.json()) as { success?: boolean; 'error-codes'?: string[] }
    return verdict.success ? null : captchaRefused(verdict['error-codes'] ?? [])
  } catch {
    return authRefusals.captchaUnreachable
  }
}
