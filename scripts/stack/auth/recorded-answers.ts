/** A refusal as Auth puts it, in the shape it has for clients that name no API version. */
export type AuthRefusal = {
  readonly status: number
  readonly body: { readonly code: number; readonly error_code: string; readonly msg: string }
}

function refusal(status: number, error_code: string, msg: string): AuthRefusal {
  return { status, body: { code: status, error_code, msg } }
}

/** What Supabase Auth 2.196 was seen to answer, word for word; it sends no `retry-after`. */
export const authRefusals = {
  refreshTokenNotFound: refusal(
    400,
    'refresh_token_not_found',
    'Invalid Refresh Token: Refresh Token Not Found',
  ),
  refreshTokenAlreadyUsed: refusal(
    400,
    'refresh_token_already_used',
    'Invalid Refresh Token: Already Used',
  ),
  sessionNotFound: refusal(
    400,
    'session_not_found',
    'Invalid Refresh Token: No Valid Session Found',
  ),
  sessionExpired: refusal(400, 'session_expired', 'Invalid Refresh Token: Session Expired'),
  userBanned: refusal(400, 'user_banned', 'Invalid Refresh Token: User Banned'),
  userNotFound: refusal(403, 'user_not_found', 'User from sub claim in JWT does not exist'),
  requestRateLimit: refusal(429, 'over_request_rate_limit', 'Request rate limit reached'),
  anonymousSignInsOff: refusal(
    422,
    'anonymous_provider_disabled',
    'Anonymous sign-ins are disabled',
  ),
  signUpsOff: refusal(422, 'signup_disabled', 'Signups not allowed for this instance'),
  captchaMissing: refusal(
    400,
    'captcha_failed',
    'captcha protection: request disallowed (no captcha_token found)',
  ),
  captchaUnreachable: refusal(500, 'unexpected_failure', 'captcha verification process failed'),
  invalidRefreshToken: refusal(400, 'validation_failed', 'Refresh token is not valid'),
  unexpectedFailure: refusal(500, 'unexpected_failure', 'Unexpected failure'),
} satisfies Record<string, AuthRefusal>

/** The captcha's provider has turned a token down, with its own codes. */
export function captchaRefused(codes: readonly string[]): AuthRefusal {
  return refusal(
    400,
    'captcha_failed',
    `captcha protection: request disallowed (${codes.join(', ')})`,
  )
}
