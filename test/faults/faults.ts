import { connectionFaults } from './connection-faults.ts'
import type { Fault } from './fault.ts'
import { stallFaults } from './stall-faults.ts'
import { statusFaults } from './status-faults.ts'
import { streamFaults } from './stream-faults.ts'

/** Everything that goes wrong; what only looks so is in `harmless-oddities.ts`. */
export const faults: readonly Fault[] = [
  ...statusFaults,
  ...connectionFaults,
  ...streamFaults,
  ...stallFaults,
]

export function faultNamed(name: string): Fault {
  const fault = faults.find((each) => each.name === name)
  if (!fault) throw new Error(`No fault is called ${name}`)
  return fault
}
