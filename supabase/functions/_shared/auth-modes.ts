/**
 * Who may call a function: `site` – any page that knows a site key and has an allowed origin;
 * `visitor` – whoever shows a token that this project's Auth gave to a visitor.
 */
export type AuthMode = 'site' | 'visitor'

/** Every function's auth mode: the one table, which a test walks. */
export const authModes = {
  'avatar-session': 'visitor',
  chat: 'visitor',
  models: 'visitor',
  session: 'site',
} as const satisfies Record<string, AuthMode>
