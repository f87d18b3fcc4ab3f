import type { Visitor } from './visitor.ts'
import { maxContentLength } from './wire/text.ts'

/** Who may call a route, and what is known of the caller then: a mode is a line here and its check. */
export type CallerOf = {
  /** Anybody. */
  none: null
  /** Any page that knows a site key and has an allowed origin. */
  site: null
  /** Whoever shows a token that this project's Auth gave to a visitor. */
  visitor: Visitor
  /** The project itself, by its secret key in the header `apikey`. */
  service: null
}

export type AuthMode = keyof CallerOf

export type Route = {
  method: 'GET' | 'POST'
  /** Matches the path behind the function's name, e.g. `/stream/…`; the bare function is `/`. */
  path: RegExp
  mode: AuthMode
  /** The largest body that is read, in bytes. How long a text may be is for its schema to say. */
  maxBodyBytes: number
}

/** Ids, keys and choices. */
const shortBody = 16 * 1024

/** What a UTF-16 code unit takes in JSON at most: `\u0431`. */
const maxBytesPerUnit = 6

/** The longest message, however it is escaped, and ample room for everything else. */
const messageBody = maxBytesPerUnit * maxContentLength + shortBody

const uuid = '([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})'

/** Every route of every function: the one table, which a test walks. */
export const routes = {
  'avatar-session': {
    begin: { method: 'POST', path: /^\/$/u, mode: 'visitor', maxBodyBytes: shortBody },
    touch: {
      method: 'POST',
      path: new RegExp(`^/${uuid}/touch$`, 'u'),
      mode: 'visitor',
      maxBodyBytes: 0,
    },
    end: {
      method: 'POST',
      path: new RegExp(`^/${uuid}/end$`, 'u'),
      mode: 'visitor',
      maxBodyBytes: 0,
    },
  },
  chat: {
    converse: { method: 'POST', path: /^\/$/u, mode: 'visitor', maxBodyBytes: messageBody },
    resume: { method: 'GET', path: /^\/stream\/([^/]+)$/u, mode: 'visitor', maxBodyBytes: 0 },
    stop: {
      method: 'POST',
      path: /^\/stream\/([^/]+)\/stop$/u,
      mode: 'visitor',
      maxBodyBytes: shortBody,
    },
  },
  health: { check: { method: 'GET', path: /^\/$/u, mode: 'none', maxBodyBytes: 0 } },
  maintenance: { run: { method: 'POST', path: /^\/$/u, mode: 'service', maxBodyBytes: 0 } },
  models: { list: { method: 'GET', path: /^\/$/u, mode: 'visitor', maxBodyBytes: 0 } },
  session: { open: { method: 'POST', path: /^\/$/u, mode: 'site', maxBodyBytes: shortBody } },
} as const satisfies Record<string, Record<string, Route>>
