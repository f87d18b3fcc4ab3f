import type { ScriptedAvatar } from './scripted-avatar.ts'
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
      await call.drawn()
      call.ear?.onWords('…')
    },
  },
  'call-thinking': {
    act: async (call) => {
      call.speaker.finish()
      await call.drawn()
      call.turnTo('routing_to_llm')
    },
  },
  'call-written': {
    act: (call, avatar) => {
      speak(call, avatar)
      call.find('[aria-pressed]:nth-of-type(3)').click()
    },
  },
  'call-volume': {
    act: (call, avatar) => {
      speak(call, avatar)
      call.find('.volume button').click()
    },
  },
  'call-no-video': { scene: { isVideoMissing: true }, act: speak },
  'call-denied': {
    scene: { earProblem: 'denied' },
    act: (call, avatar) => {
      speak(call, avatar)
      call.find('.microphone').click()
    },
  },
  'call-consent': {
    scene: { earProblem: 'needs-consent' },
    act: (call, avatar) => {
      speak(call, avatar)
      call.find('.microphone').click()
    },
  },
  'call-locked': { scene: { isSoundLocked: true }, act: settled },
  'call-taken': { scene: { isTaken: true } },
}

/** Begins a call in a scripted element and brings it to a state. */
export async function showCall(avatar: ScriptedAvatar, name: string): Promise<ScriptedCall> {
  const { scene, act } = callStates[name] ?? {}
  const call = new ScriptedCall(avatar)
  await call.begin(scene)
  await act?.(call, avatar)
  await call.drawn()
  return call
}
