import type { Clock } from '../../widget/src/clock.ts'
import { authRefusals } from '../../scripts/stack/auth/recorded-answers.ts'
import { type FakeAuth, isRefusal } from './fake-auth.ts'

type Random = (limit: number) => number
/** Longer than anybody waits for an answer, in milliseconds. */
const slowMs = 25_000

type Answer = () => Response
/** What happens to a question on its way; `answer` puts it to Auth. */
type Trouble = (answer: Answer, clock: Clock) => Response

const page = (status: number, body = '<!doctype html><h1>Please wait</h1>') =>
  new Response(body, { status, headers: { 'content-type': 'text/html' } })

function json({ status, body }: { status: number; body: object }, headers = {}): Response {
  return Response.json(body, { status, headers })
}

const lost = (): never => {
  throw new TypeError('fetch failed')
}

/** Everything but Auth's own word that a session is over. */
const troubles: Record<string, Trouble> = {
  '429': () => json(authRefusals.requestRateLimit),
  '429 with a time': () => json(authRefusals.requestRateLimit, { 'retry-after': '7' }),
  '429 of a gateway': () => page(429),
  '408': () => page(408),
  '500': () => json(authRefusals.unexpectedFailure),
  '500 without a body': () => new Response(null, { status: 500 }),
  '502': () => page(502),
  '503': () => json({ status: 503, body: { code: 'BOOT_ERROR', message: 'Not yet' } }),
  '504': () => page(504),
  '546': () => new Response(null, { status: 546 }),
  'HTML as if it were good': () => page(200),
  'nothing as if it were good': () => page(200, ''),
  'half an answer': (answer) => {
    answer()
    return page(200, '{"access_token":"eyJhbGciOi')
  },
  'an answer of another kind': () => json({ status: 200, body: { ok: true } }),
  'a token without its other half': () =>
    json({ status: 200, body: { access_token: 'a.b.c', refresh_token: '', expires_in: 3600 } }),
  '400 of another kind': () => json(authRefusals.invalidRefreshToken),
  'OAuth’s 400': () => json({ status: 400, body: { error: 'invalid_grant' } }),
  '401': () => json({ status: 401, body: { message: 'Invalid API key' } }),
  '403': () => page(403),
  '404': () => page(404),
  '413': () => page(413),
  'an end with a status of its own': () =>
    json({ ...authRefusals.refreshTokenNotFound, status: 500 }),
  'reset before it arrives': lost,
  'reset after it was answered': (answer) => {
    answer()
    return lost()
  },
  'slow: given up, answered later': (answer, clock) => {
    clock.after(slowMs, answer)
    return lost()
  },
}

/** Between three tabs and Auth: three in five questions run into some trouble, until it heals. */
export class TroubledNetwork {
  isHealed = false
  #answeredAt = -Infinity
  /** What went wrong, in order. */
  readonly met: string[] = []
  readonly #auth: FakeAuth
  readonly #clock: Clock
  readonly #random: Random

  constructor(auth: FakeAuth, { clock, random }: { clock: Clock; random: Random }) {
    this.#auth = auth
    this.#clock = clock
    this.#random = random
  }

  /**
   * As long as a slow question may still be on its way. A token that is replaced twice meanwhile is
   * taken for a stolen one when it arrives, which no visitor can help.
   */
  get hasAnsweredLately(): boolean {
    return this.#clock.now() - this.#answeredAt <= slowMs
  }

  readonly ask = async (path: string, init: RequestInit): Promise<Response> => {
    const body = JSON.parse(init.body as string) as { refresh_token?: string }
    const answer = () => {
      this.#answeredAt = this.#clock.now()
      const answered = path.includes('/signup')
        ? this.#auth.signUp()
        : this.#auth.refresh(body.refresh_token ?? '')
      return isRefusal(answered) ? json(answered) : json({ status: 200, body: answered })
    }
    if (this.isHealed || this.#random(5) < 2) return answer()
    const names = Object.keys(troubles)
    const name = names[this.#random(names.length)] ?? ''
    this.met.push(`${path.includes('/signup') ? 'sign-up' : 'refresh'}: ${name}`)
    return (troubles[name] ?? lost)(answer, this.#clock)
  }
}
