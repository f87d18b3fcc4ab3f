import type { MindState } from '@visavis/shared/wire/chat-event.ts'

/**
 * What a character's mind is made of. The brain tells its part over the wire, the browser knows of
 * the ear and of the voice; `stateOf` says which of them shows.
 */
export type Mind = {
  /** The visitor can be heard. */
  readonly isListening: boolean
  /** `unclear`: has spoken, and the words are not known yet. */
  readonly visitor: 'silent' | 'speaking' | 'unclear'
  /** What the brain is at; `idle` when it has nothing to answer. */
  readonly brain: MindState
  /** An answer can be heard, or is between two of its sentences. */
  readonly isSpeaking: boolean
}

export const mindAtRest: Mind = {
  isListening: false,
  visitor: 'silent',
  brain: 'idle',
  isSpeaking: false,
}

/** Everything that turns a mind to something else, named for what has happened. */
export type MindSignal =
  | {
      readonly type:
        | 'ear-opened'
        | 'ear-closed'
        /** The visitor speaks, for sure. */
        | 'speech-began'
        /** The visitor has said something. */
        | 'heard'
        /** The words of it are known, or typed, and on their way to the brain. */
        | 'understood'
        /** It was no words. */
        | 'not-understood'
        | 'model-asked'
        | 'first-token'
        /** What was said of this answer is void; it starts over. */
        | 'reset'
        /** The answer's text is over, well or badly. */
        | 'answered'
        | 'first-sound'
        /** The answer was heard to its end. */
        | 'spoken'
        /** The answer was silenced, and its text is stopped. */
        | 'cut'
        /** The call is over. */
        | 'ended'
    }
  | { readonly type: 'brain-turned'; readonly brain: MindState }

/** The mind after a signal; the same object when nothing has changed. */
export function withSignal(mind: Mind, signal: MindSignal): Mind {
  const change = changeBy(mind, signal)
  const fields = Object.keys(change) as (keyof Mind)[]
  return fields.every((field) => mind[field] === change[field]) ? mind : { ...mind, ...change }
}

function changeBy(mind: Mind, signal: MindSignal): Partial<Mind> {
  switch (signal.type) {
    case 'ear-opened':
      return { isListening: true }
    case 'ear-closed':
      // What was said before it closed is still being understood.
      return { isListening: false, ...(mind.visitor === 'speaking' && { visitor: 'silent' }) }
    case 'speech-began':
      return { visitor: 'speaking' }
    case 'heard':
      return { visitor: 'unclear' }
    case 'understood':
      return { visitor: 'silent', brain: 'analyzing_speech' }
    case 'not-understood':
      return { visitor: 'silent' }
    case 'model-asked':
      return { brain: 'routing_to_llm' }
    case 'first-token':
      return { brain: 'generating_speech' }
    case 'brain-turned':
      return { brain: signal.brain }
    case 'reset':
      return { brain: 'routing_to_llm', isSpeaking: false }
    case 'answered':
      return { brain: 'idle' }
    case 'first-sound':
      return { isSpeaking: true }
    case 'spoken':
      return { isSpeaking: false }
    case 'cut':
      return { isSpeaking: false, brain: 'idle' }
    case 'ended':
      return mindAtRest
  }
}

/**
 * What shows of a mind, in order of precedence: attending to a visitor who speaks, speaking itself,
 * making out what was said, the brain's work, an open ear.
 */
export function stateOf(mind: Mind): MindState {
  if (mind.visitor === 'speaking') return 'listening'
  if (mind.isSpeaking) return 'speaking'
  if (mind.visitor === 'unclear') return 'analyzing_speech'
  if (mind.brain !== 'idle') return mind.brain
  return mind.isListening ? 'listening' : 'idle'
}

/** The brain's `mind-state` (`idle` once its answer is over) as a signal. */
export function brainSignal(state: MindState): MindSignal {
  switch (state) {
    case 'routing_to_llm':
      return { type: 'model-asked' }
    case 'generating_speech':
      return { type: 'first-token' }
    case 'idle':
      return { type: 'answered' }
    default:
      return { type: 'brain-turned', brain: state }
  }
}
