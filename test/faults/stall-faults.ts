import { anyTimeInStream, beforeText, elsewhere, type Fault, type Moment } from './fault.ts'
import type { Speaker } from './speaker.ts'

/** It goes on, and yet nothing comes. */
export const stallFaults: readonly Fault[] = [
  stall('silence', anyTimeInStream, () => undefined),
  stall('keep-alives-only', anyTimeInStream, (speaker) => speaker.keepAlive()),
  stall('roles-only', anyTimeInStream, (speaker) => speaker.delta(speaker.dialect.opening)),
  stall('empty-deltas-only', anyTimeInStream, (speaker) => speaker.text('')),
  stall('whitespace-only', beforeText, (speaker) => speaker.text('\n')),
  stall('endless-thinking', anyTimeInStream, (speaker) => speaker.think()),
  {
    ...stall('endless-inline-thinking', anyTimeInStream, (speaker) => speaker.text('SECRET and ')),
    misbehave(speaker) {
      speaker.thinkInline()
      return speaker.forEver(() => speaker.text(' and SECRET'))
    },
  },
]

function stall(name: string, moments: readonly Moment[], say: (speaker: Speaker) => void): Fault {
  return {
    name,
    moments,
    isSlow: true,
    misbehave: (speaker) => speaker.forEver(() => say(speaker)),
    outcome: () => elsewhere('timeout'),
  }
}
