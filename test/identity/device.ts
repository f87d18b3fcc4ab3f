import { siteStorage } from '../../widget/src/site-storage.ts'
import type { Clock } from '../../widget/src/clock.ts'
import { ApiClient } from '../../widget/src/transports/api-client.ts'
import { ConversationError } from '../../widget/src/transports/conversation-error.ts'
import { subjectOf } from '../../widget/src/transports/visitor-session.ts'
import { VisitorAuth } from '../../widget/src/transports/visitor-auth.ts'

/** What a browser's tabs have in common: a storage, and locks where it lends them. */
export type Device = {
  /** A tab, as after a reload. */
  openTab(): Tab
  /** Lets the access token run out. */
  expire(): void
  /** Whose session is kept. */
  visitor(): string | null
}

export type Tab = {
  /** A call to the site's API; the visitor is signed in for one that is worth it. */
  call(options: { signIn: boolean }): Promise<'accepted' | ConversationError>
}

export type DeviceOptions = {
  siteKey: string
  clock: Clock
  /** How Auth is reached. */
  askAuth: (url: string, init: RequestInit) => Promise<Response>
  /** Whether locks are lent, refused, or held by one tab after the other. */
  hasLocks: boolean
  /** Whether the API refuses a call, as it does while it learns Auth's new keys. */
  refusesCall: () => boolean
  /** A call was accepted in that visitor's name. */
  onAccepted: (visitor: string | null) => void
}

export function newDevice(options: DeviceOptions): Device {
  const { siteKey, clock, askAuth, hasLocks, refusesCall, onAccepted } = options
  const kept = new Map<string, string>()
  const area = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as Storage
  const storage = siteStorage(siteKey, () => area)
  const locks = hasLocks ? queue() : refusal

  /** Auth, and an API that takes nearly every token. */
  const answer = async (url: string, init: RequestInit) => {
    if (url.includes('/auth/v1/')) return askAuth(url, init)
    if (refusesCall()) return new Response(null, { status: 401 })
    const bearer = new Headers(init?.headers).get('authorization') ?? ''
    onAccepted(subjectOf(bearer.replace('Bearer ', '')))
    return new Response()
  }

  function openTab(): Tab {
    const access = {
      apiUrl: 'http://auth.test',
      publishableKey: 'key',
      fetch: answer as typeof fetch,
    }
    const auth = new VisitorAuth({
      ...access,
      siteKey,
      storage,
      handedOver: () => undefined,
      locks: locks as LockManager,
      clock,
    })
    const api = new ApiClient({ ...access, auth })
    return {
      async call(options) {
        try {
          await api.call('/rest/v1/chats', {}, options)
          return 'accepted'
        } catch (error) {
          if (error instanceof ConversationError) return error
          throw error
        }
      },
    }
  }

  return {
    openTab,
    expire() {
      const session = storage.read('visitor')
      if (session) storage.write('visitor', { ...session, expiresAt: Date.now() - 1 })
    },
    visitor() {
      const session = storage.read('visitor') as { accessToken: string } | undefined
      return session ? subjectOf(session.accessToken) : null
    },
  }
}

type Work = () => Promise<unknown>

/** Locks as browsers have them: one holder, the others in line. */
function queue() {
  let last: Promise<unknown> = Promise.resolve()
  return {
    request(_name: string, _options: LockOptions, work: Work) {
      const done = last.then(work)
      last = done.catch(() => undefined)
      return done
    },
  }
}

/** Locks as a third party's frame has them. */
const refusal = {
  request: () => Promise.reject(new DOMException('denied', 'SecurityError')),
}
