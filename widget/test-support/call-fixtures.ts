import {
  type Avatar,
  AvatarError,
  type AvatarProblem,
  AvatarProblemEvent,
  AvatarStateEvent,
  type HeardUtterance,
  SpokenWordEvent,
  type Utterance,
  VisitorHeardEvent,
} from '../src/avatars/avatar.ts'
import { DirectCall } from '../src/call/direct/direct-call.ts'
import { ConversationStore, type ConversationSubscriber } from '../src/chat/conversation-store.ts'
import type {
  CallConversation,
  CallFace,
  CallParts,
  Ear,
  EarError,
  EarEvents,
} from '../src/call/direct/call-parts.ts'
import type { ConversationView } from '../src/conversation/view.ts'
import { findNode } from '../src/conversation/message-tree.ts'
import type { ConversationEvent, NewMessage } from '../src/conversation/state.ts'
import type { VisavisEvent } from '../src/events/visavis-event.ts'
import type { Clock } from '../src/clock.ts'
import { characterCard } from '../look/states.ts'
import { session } from './conversation-fixtures.ts'
import type { ChatEvent, MindState } from '@visavis/shared/wire/chat-event.ts'

/** An answer on its way through a scripted avatar, which hears as much of it as a test says. */
export type ScriptedUtterance = Utterance & {
  text: string
  hasEnded: boolean
  isCut: boolean
  /** Lets the visitor hear it to its end. */
  finish(): void
}

/** An avatar that does nothing by itself. */
export class ScriptedFace implements CallFace {
  readonly kind: 'video' | 'drawing'
  readonly avatar: Avatar
  readonly said: ScriptedUtterance[] = []
  readonly asked: string[] = []
  volume = 1
  voice: CallFace['voice'] = () => 'espeak'
  isClosed = false
  /** Set before it is attached: it cannot come. */
  problem: AvatarProblem | null = null
  /** Set before it is attached: it takes this long to come. */
  arrival: Promise<void> | null = null
  isAttached = false

  constructor(kind: 'video' | 'drawing') {
    this.kind = kind
    this.avatar = {
      events: new EventTarget(),
      attach: async () => {
        this.isAttached = true
        if (this.arrival) await this.arrival
        if (this.problem) throw new AvatarError(this.problem)
      },
      speak: ({ id }) => this.#speak(id),
      interrupt: () => this.said.at(-1)?.cut(),
      duck: (isDucked) => void this.asked.push(isDucked ? 'duck' : 'un-duck'),
      pose: (posture) => void this.asked.push(posture),
      listen: async (isOn) => void this.asked.push(isOn ? 'listen' : 'do not listen'),
      close: async () => {
        this.isClosed = true
      },
    }
  }

  get utterance(): ScriptedUtterance {
    const utterance = this.said.at(-1)
    if (utterance === undefined) throw new Error('Nothing was said')
    return utterance
  }

  setVolume(volume: number): void {
    this.volume = volume
  }

  /** A word begins to sound. */
  sound(word: string): void {
    const { id, text } = this.utterance
    this.avatar.events.dispatchEvent(new AvatarStateEvent('speaking'))
    const start = text.indexOf(word)
    const place = { start, end: start + word.length }
    this.avatar.events.dispatchEvent(new SpokenWordEvent(id, place))
  }

  hearVisitor(id: string, text: string): void {
    this.avatar.events.dispatchEvent(new VisitorHeardEvent(id, text))
  }

  lose(): void {
    this.avatar.events.dispatchEvent(new AvatarProblemEvent('connection_closed'))
  }

  #speak(id: string): Utterance {
    let over: (heard: HeardUtterance) => void = () => undefined
    const heard = new Promise<HeardUtterance>((resolve) => (over = resolve))
    const finish = (isCut: boolean) => {
      this.avatar.events.dispatchEvent(new AvatarStateEvent('idle'))
      over({ text: utterance.text, isCut })
    }
    const utterance: ScriptedUtterance = {
      id,
      text: '',
      hasEnded: false,
      isCut: false,
      heard,
      say: (text) => void (utterance.text += text),
      end: () => void (utterance.hasEnded = true),
      cut: () => {
        utterance.isCut = true
        finish(true)
      },
      finish: () => finish(false),
    }
    this.said.push(utterance)
    return utterance
  }
}

/** Time that passes when a test says so. */
export class ScriptedClock implements Clock {
  #now = 0
  #timers: { at: number; act: () => void }[] = []

  now(): number {
    return this.#now
  }

  after(delayMs: number, act: () => void): () => void {
    const timer = { at: this.#now + delayMs, act }
    this.#timers.push(timer)
    return () => (this.#timers = this.#timers.filter((other) => other !== timer))
  }

  pass(milliseconds: number): void {
    const end = this.#now + milliseconds
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      this.#timers = this.#timers.filter((timer) => timer !== next)
      this.#now = next.at
      next.act()
    }
    this.#now = end
  }
}

/** A microphone that hears what a test lets it hear. */
export class ScriptedEar implements Ear {
  readonly events: EarEvents
  readonly heardAvatar: boolean[] = []
  isClosed = false
  /** What is understood when the button is let go of; null while that is not known. */
  said: string | null = 'What was said'
  readonly mode: 'open' | 'held'
  #understood: Promise<void> = Promise.resolve()

  constructor(events: EarEvents, mode: 'open' | 'held') {
    this.mode = mode
    this.events = events
  }

  avatarSpeaks(isSpeaking: boolean): void {
    this.heardAvatar.push(isSpeaking)
  }

  async finish(): Promise<void> {
    await this.#understood
    if (this.isClosed) return
    if (this.said !== null) this.events.onHeard(this.said)
    this.close()
  }

  /** Takes its time to understand; what this returns tells it that it has. */
  understand(): () => void {
    let done: () => void = () => undefined
    this.#understood = new Promise((resolve) => (done = resolve))
    return done
  }

  close(): void {
    this.isClosed = true
  }
}

export type CallScene = {
  readonly video?: ScriptedFace | null | 'broken'
  /** The video takes this long to load. */
  readonly loaded?: Promise<void>
  /** The browser asks for the microphone, and waits for this. */
  readonly allowed?: Promise<void>
  readonly earError?: (mayAudioLeave: boolean) => EarError | null
  /** Why cuts cannot be marked. */
  readonly markError?: Error
  /** Another tab has a call. */
  readonly isTaken?: boolean
  readonly sound?: CallParts['sound']
  /** Something was said already, so that nobody is greeted. */
  readonly isBegun?: boolean
}

/** A call with parts that are fed by hand. */
export class ScriptedCall implements CallConversation {
  readonly store = new ConversationStore()
  readonly asked: string[] = []
  /** What the page is told of the call. */
  readonly told: VisavisEvent[] = []
  readonly clock = new ScriptedClock()
  readonly drawing = new ScriptedFace('drawing')
  readonly call: DirectCall
  readonly ears: ScriptedEar[] = []
  isReleased = false
  /** Resolves once a video is asked for. */
  readonly loading: Promise<void>
  #load: () => void = () => undefined
  #onLost: () => void = () => undefined

  constructor(scene: CallScene = {}) {
    this.loading = new Promise((resolve) => (this.#load = resolve))
    const nora = { ...session, character: characterCard('en') }
    this.happen({ type: 'session-opened', session: nora, chatId: null, now: 0 })
    if (scene.isBegun) {
      this.begin('earlier')
      this.delta('earlier', 'Good evening.')
      this.endAnswer('earlier')
    }
    this.call = new DirectCall({
      parts: this.#parts(scene),
      conversation: this,
      stage: document.createElement('div'),
      onChange: () => undefined,
      tell: (news) => this.told.push(news),
    })
  }

  get view(): ConversationView {
    return this.store.view
  }

  get ear(): ScriptedEar {
    const ear = this.ears.at(-1)
    if (ear === undefined) throw new Error('No ear is open')
    return ear
  }

  async send({ text }: NewMessage): Promise<void> {
    this.asked.push(`send ${text}`)
  }

  async stop(): Promise<void> {
    this.asked.push('stop')
  }

  setDraft(text: string): void {
    this.asked.push(`draft ${text}`)
    this.happen({ type: 'draft-changed', text })
  }

  subscribe(subscriber: ConversationSubscriber): () => void {
    return this.store.subscribe(subscriber)
  }

  /** Something happens in the conversation. */
  happen(event: ConversationEvent): void {
    this.store.dispatch(event)
  }

  /** Another tab takes the call over. */
  takeOver(): void {
    this.#onLost()
  }

  /** The visitor begins a new chat. */
  leaveChat(): void {
    this.happen({ type: 'chat-begun', now: 0 })
  }

  /** An answer begins, goes on after it was stopped, or all of it is told again. */
  begin(messageId: string): void {
    const { key } = findNode(this.store.state.tree, messageId) ?? {}
    if (key !== undefined && key === this.store.state.turn?.answerKey) {
      return this.#stream({ type: 'reset', reason: 'model_unavailable' })
    }
    if (key !== undefined) this.happen({ type: 'answer-followed', key, streamId: null })
    else {
      const clientMessageId = `question of ${messageId}`
      this.happen({ type: 'message-sent', clientMessageId, text: 'Good evening', now: 0 })
    }
    const streamId = `stream of ${messageId}`
    const userMessageId = `user of ${messageId}`
    this.#stream({
      type: 'meta',
      chatId: 'chat',
      messageId,
      userMessageId,
      streamId,
      disclosure: '',
    })
  }

  delta(messageId: string, text: string): void {
    this.#checkRuns(messageId)
    this.#stream({ type: 'text-delta', text })
  }

  endAnswer(messageId: string, finishReason: 'stop' | 'stopped' = 'stop'): void {
    this.#checkRuns(messageId)
    this.#stream({ type: 'message-end', messageId, finishReason })
  }

  /** The brain turns to something else, while an answer is on its way. */
  think(state: MindState): void {
    this.#stream({ type: 'mind-state', state })
  }

  /** The key of a message. */
  keyOf(messageId: string): string {
    return findNode(this.store.state.tree, messageId)?.key ?? messageId
  }

  #stream(event: ChatEvent): void {
    this.happen({ type: 'streamed', event })
  }

  #checkRuns(messageId: string): void {
    const { turn } = this.store.state
    if (turn?.answerKey !== this.keyOf(messageId)) throw new Error(`${messageId} is not written`)
  }

  #parts(scene: CallScene): CallParts {
    const { video = null, loaded, earError, allowed, markError, isTaken = false } = scene
    return {
      bringVideo: async () => {
        this.#load()
        if (loaded) await loaded
        if (video === 'broken') throw new TypeError('offline')
        return video
      },
      bringDrawing: async () => this.drawing,
      openEar: async ({ mode, mayAudioLeave, events }) => {
        if (allowed) events.onAsking()
        await allowed
        const error = earError?.(mayAudioLeave)
        if (error) throw error
        const ear = new ScriptedEar(events, mode)
        this.ears.push(ear)
        return ear
      },
      reportHeard: async (streamId, heardCharacters) => {
        this.asked.push(`mark ${streamId} at ${heardCharacters}`)
        if (markError) throw markError
      },
      unlockSound: () => {
        this.asked.push('unlock sound')
        void scene.sound?.resume()
      },
      claim: {
        take: async ({ isTakingOver, onLost }) => {
          this.#onLost = onLost
          // A browser takes its time over it.
          await Promise.resolve()
          this.isReleased = false
          return isTakingOver || !isTaken
        },
        release: () => (this.isReleased = true),
      },
      sound: scene.sound ?? null,
      clock: this.clock,
    }
  }
}

/** A call that has begun. */
export async function callWith(scene: CallScene = { isBegun: true }): Promise<ScriptedCall> {
  const scripted = new ScriptedCall(scene)
  await scripted.call.start()
  return scripted
}

/** A call in which an answer, which is still being written, is heard. */
export async function speakingCall(): Promise<ScriptedCall> {
  const scripted = await callWith()
  scripted.begin('a')
  scripted.delta('a', 'One two three four')
  scripted.drawing.sound('two')
  return scripted
}
