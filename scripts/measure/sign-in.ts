import type { Stack } from '../stack/stack.ts'

/** Signs a new anonymous visitor in; resolves with the access token. */
export async function signIn(stack: Stack): Promise<string> {
  const response = await fetch(`${stack.apiUrl}/auth/v1/signup`, {
    method: 'POST',
    headers: { apikey: stack.publishableKey, 'content-type': 'application/json' },
    body: '{}',
  })
  const { access_token: accessToken } = (await response.json()) as { access_token: string }
  return accessToken
}
