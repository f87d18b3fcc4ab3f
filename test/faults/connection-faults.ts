import { elsewhere, whenAsked, type Fault } from './fault.ts'

/** It does not come to an answer at all. */
export const connectionFaults: readonly Fault[] = [
  {
    name: 'connection-refused',
    moments: whenAsked,
    address: 'nobody',
    misbehave: () => undefined,
    outcome: () => elsewhere('connection'),
  },
  {
    name: 'tls-failure',
    moments: whenAsked,
    address: 'not-tls',
    misbehave: () => undefined,
    outcome: () => elsewhere('connection'),
  },
  {
    name: 'reset-before-headers',
    moments: whenAsked,
    misbehave: (speaker) => speaker.exchange.destroy(),
    isAskedTwice: true,
    outcome: () => elsewhere('connection'),
  },
  {
    name: 'no-headers',
    moments: whenAsked,
    isSlow: true,
    misbehave: () => undefined,
    outcome: () => elsewhere('timeout'),
  },
]
