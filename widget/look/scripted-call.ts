import { loadLook } from '../src/avatars/portraits/looks.ts'
import { VectorFace } from '../src/avatars/vector-face/vector-face.ts'
import { type CallParts, EarError, type EarEvents } from '../src/call/direct/call-parts.ts'
import { DirectCall } from '../src/call/direct/direct-call.ts'
import type { CallView, EarProblem } from '../src/call/call-view.ts'
import type { VisavisCall } from '../src/elements/call/call.ts'
import { defineCall } from '../src/elements/call/define-call.ts'
import { ShownCall } from '../src/elements/call/shown-call.ts'
import { PanelCallHost } from '../src/elements/panel/panel-call-host.ts'
import type { MindState } from '@visavis/shared/wire/chat-event.ts'
import type { VisavisQuestion } from '../src/elements/question/question.ts'
import { sentMessage, streamed } from '../test-support/conversation-events.ts'
import { meta } from '../test-support/conversation-fixtures.ts'
import { ScriptedSpeaker } from '../test-support/scripted-speaker.ts'
import { ManualClock } from '../test-support/manual-clock.ts'
import { MotionWish } from '../test-support/open-face.ts'
import type { ScriptedAvatar } from './scripted-avatar.ts'
import { ScriptedVideo } from './scripted-video.ts'

/** What is special about a call's surroundings. */
export type CallScene = {
  readonly earProblem?: EarProblem | 'needs-consent'
  readonly isTaken?: boolean
  readonly isVideoMissing?: boolean
  readonly isVoiceMissing?: boolean
  /** The browser lets nothing sound yet. */
  readonly isSoundLocked?: boolean
  /** The face does not come. */
  readonly isFaceLate?: boolean
  /** The microphone does not open, and does not fail to. */
  readonly isEarLate?: boolean
  readonly hasVideo?: boolean
}

/** A call in a scripted element: the real face, a voice that says nothing by itself, an ear of wood. */
export class ScriptedCall {
  readonly speaker = new ScriptedSpeaker()
  readonly clock = new ManualClock()
  readonly #avatar: ScriptedAvatar
  #video: ScriptedVideo | null = null
  ear: EarEvents | undefined
  isReleased = false

  constructor(avatar: ScriptedAvatar) {
    this.#avatar = avatar
  }

  get element(): VisavisCall {
    return this.#avatar.panel.querySelector('visavis-call') as VisavisCall
  }

  /** What the call asks. */
  get question(): VisavisQuestion | null {
    return this.element.querySelector('visavis-question')
  }

  /** Finds a control by its place in the call bar or its class. */
  find(selector: string): HTMLElement {
    return this.element.shadowRoot?.querySelector(selector) as HTMLElement
  }

  async begin(scene: CallScene = {}): Promise<void> {
    const { panel } = this.#avatar
    defineCall()
    const loaded = await panel.words.loadCallWords()
    const earProblems = await loaded.loadEarProblems()
    // They are there when a problem is shown.
    const words = { ...loaded, loadEarProblems: () => Promise.resolve(earProblems) }
    const portrait = panel.conversation.view.character?.portrait ?? 'nora'
    if (scene.hasVideo) this.#video = new ScriptedVideo(portrait)
    const parts: CallParts = {
      sound: Object.assign(new EventTarget(), {
        state: scene.isSoundLocked ? ('suspended' as const) : ('running' as const),
        resume: async () => undefined,
        close: async () => undefined,
      }),
      bringVideo: () =>
        scene.isVideoMissing
          ? Promise.reject(new TypeError('offline'))
          : Promise.resolve(this.#video),
      bringDrawing: async () => {
        if (scene.isFaceLate) await new Promise(() => undefined)
        const avatar = new VectorFace({
          look: await loadLook(portrait),
          speaker: this.speaker,
          motion: new MotionWish(true),
        })
        const voice = () => (scene.isVoiceMissing ? 'silent' : 'espeak')
        return { kind: 'drawing', avatar, voice, setVolume: () => undefined }
      },
      openEar: async ({ mayAudioLeave, events }) => {
        const { earProblem, isEarLate } = scene
        this.ear = events
        if (isEarLate) await new Promise(() => undefined)
        if (earProblem && !mayAudioLeave) throw new EarError(earProblem)
        return {
          avatarSpeaks: () => undefined,
          finish: () => Promise.resolve(),
          close: () => undefined,
        }
      },
      reportHeard: () => Promise.resolve(),
      unlockSound: () => undefined,
      claim: {
        take: async ({ isTakingOver }) => isTakingOver || !scene.isTaken,
        release: () => (this.isReleased = true),
      },
      clock: this.clock,
    }
    const { conversation } = panel
    const call = new ShownCall({
      host: new PanelCallHost(panel),
      words,
      createCall: (events) => new DirectCall({ parts, conversation, ...events }),
    })
    const begun = new Promise((resolve) => panel.addEventListener('visavis-call-start', resolve))
    await call.begin()
    if (!scene.isFaceLate && !scene.isTaken) await begun
    await this.drawn()
  }

  /** Lets a word of what is being said sound. */
  sound(text: string, word: string): void {
    if (this.#video) return this.#video.sound(word)
    const start = text.indexOf(word)
    this.speaker.events.onStart()
    this.speaker.events.onWord({ start, end: start + word.length })
    this.speaker.events.onViseme('aa', 60_000)
  }

  /** The brain turns to something else, while an answer is on its way. */
  turnTo(state: MindState): void {
    const { conversation } = this.#avatar
    for (const event of [sentMessage, streamed(meta), streamed({ type: 'mind-state', state })]) {
      conversation.hear(event)
    }
  }

  /** Resolves once the call shows this. */
  async shows(isSo: (view: CallView) => boolean): Promise<void> {
    while (!isSo(this.element.view)) await this.element.updateComplete.then(nextFrame)
  }

  /** Resolves when everything is drawn, what loads only when it is wanted, too. */
  async drawn(): Promise<void> {
    await import('../src/elements/call/volume-level.ts')
    await import('../src/elements/call/sideways.styles.ts')
    await import('../src/elements/panel/panel-sideways.styles.ts')
    await this.element.updateComplete
    while (this.element.view.question && !this.question) await nextFrame()
    await this.question?.updateComplete
    await this.#avatar.drawn()
  }
}

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve))
