import { openListening } from '../../speech/listening/listening.ts'
import type { CallParts, Ear } from './call-parts.ts'

/** Opens the browser's own ear, for a language; it loads when the microphone is first switched on. */
export function openBrowserEar(
  language: string,
  { mode, mayAudioLeave, events }: Parameters<CallParts['openEar']>[0],
): Promise<Ear> {
  return openListening({
    mode: mode === 'held' ? 'push-to-talk' : 'hands-free',
    language,
    mayAudioLeave,
    events: {
      onAsking: events.onAsking,
      onBargeIn: events.onBargeIn,
      onWords: events.onWords,
      onUtterance: events.onHeard,
      onProblem: (problem) => {
        if (problem !== 'needs-consent') events.onProblem(problem)
      },
    },
  })
}
