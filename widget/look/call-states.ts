import { texts } from './texts.ts'
import type { ScriptedAvatar } from './scripted-avatar.ts'
import { raiseKeyboard } from './raise-keyboard.ts'
import { type CallScene, ScriptedCall } from './scripted-call.ts'

type CallState = {
  readonly scene?: CallScene
  readonly act?: (call: ScriptedCall, avatar: ScriptedAvatar) => Promise<void> | void
}

const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 1700))

/** Says a word in the middle of the greeting. */
function speak(call: ScriptedCall, avatar: ScriptedAvatar): void {
  const text = avatar.conversation.view.messages[0]?.text ?? ''
  const words = text.split(' ')
  call.sound(text, (words[words.length >> 1] ?? '').replace(/\P{L}+$/u, ''))
}

function listen(call: ScriptedCall, avatar: ScriptedAvatar): void {
  speak(call, avatar)
  call.find('.microphone').click()
}

function write(call: ScriptedCall, avatar: ScriptedAvatar): void {
  speak(call, avatar)
  call.find('.volume + .control').click()
}

async function askWhetherThere(call: ScriptedCall): Promise<void> {
  call.speaker.finish()
  await call.clock.pass(60_000)
}

/** Every state of a call that has a look of its own, by name. */
export const callStates: Readonly<Record<string, CallState>> = {
  'call-connecting': { scene: { isFaceLate: true } },
  'call-speaking': { act: speak },
  'call-resting': {
    act: async (call) => {
      call.speaker.finish()
      await settled()
    },
  },
  'call-listening': {
    act: async (call) => {
      call.speaker.finish()
      call.find('.microphone').click()
      await settled()
    },
  },
  'call-hearing': {
    act: async (call, avatar) => {
      call.speaker.finish()
      call.find('.microphone').click()
      await call.drawn()
      call.ear?.onBargeIn('speech')
      call.ear?.onWords(texts[avatar.language].question)
    },
  },
  'call-thinking': {
    act: async (call) => {
      call.speaker.finish()
      await call.drawn()
      call.turnTo('routing_to_llm')
    },
  },
  /** Somebody speaks into the answer, and it is not yet clear whether that is an interruption. */
  'call-paused': {
    act: async (call, avatar) => {
      speak(call, avatar)
      call.find('.microphone').click()
      await call.drawn()
      call.ear?.onBargeIn('onset')
      call.ear?.onBargeIn('speech')
    },
  },
  'call-written': { act: write },
  'call-keyboard': {
    act: (call, avatar) => {
      write(call, avatar)
      raiseKeyboard()
    },
  },
  'call-written-denied': {
    scene: { earProblem: 'denied' },
    act: (call, avatar) => {
      write(call, avatar)
      call.find('.microphone').click()
    },
  },
  'call-written-asked': {
    act: async (call, avatar) => {
      write(call, avatar)
      await askWhetherThere(call)
    },
  },
  'call-volume': {
    act: (call, avatar) => {
      speak(call, avatar)
      call.find('.volume button').click()
    },
  },
  'call-muted': {
    act: async (call, avatar) => {
      speak(call, avatar)
      call.find('.volume button').click()
      await call.drawn()
      call.element.call?.setVolume(0)
    },
  },
  'call-no-captions': {
    act: (call, avatar) => {
      speak(call, avatar)
      call.find('.microphone + .control').click()
    },
  },
  'call-video': { scene: { hasVideo: true }, act: speak },
  'call-no-video': { scene: { isVideoMissing: true }, act: speak },
  'call-no-voice': { scene: { isVoiceMissing: true }, act: speak },
  'call-opening': { scene: { isEarLate: true }, act: listen },
  'call-asking': {
    scene: { isEarLate: true },
    act: (call, avatar) => {
      listen(call, avatar)
      call.ear?.onAsking()
    },
  },
  'call-denied': { scene: { earProblem: 'denied' }, act: listen },
  'call-missing': { scene: { earProblem: 'missing' }, act: listen },
  'call-busy': { scene: { earProblem: 'busy' }, act: listen },
  'call-unsupported': { scene: { earProblem: 'unsupported' }, act: listen },
  'call-unplugged': {
    act: async (call, avatar) => {
      listen(call, avatar)
      await call.drawn()
      call.ear?.onProblem('unplugged')
    },
  },
  'call-consent': { scene: { earProblem: 'needs-consent' }, act: listen },
  'call-still-there': { act: askWhetherThere },
  'call-locked': { scene: { isSoundLocked: true }, act: (call) => call.clock.pass(1000) },
  'call-taken': { scene: { isTaken: true } },
  'call-over': { act: (call) => call.find('.end').click() },
}

/** Begins a call in a scripted element and brings it to a state. */
export async function showCall(avatar: ScriptedAvatar, name: string): Promise<ScriptedCall> {
  const { scene, act } = callStates[name] ?? {}
  const call = new ScriptedCall(avatar)
  await call.begin(scene)
  await act?.(call, avatar)
  if (call.element) await call.drawn()
  return call
}
