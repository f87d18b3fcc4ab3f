import { connectionFaults } from './connection-faults.ts'
import { harmlessOddities } from './harmless-oddities.ts'
import { stallFaults } from './stall-faults.ts'
import { statusFaults } from './status-faults.ts'
import { streamFaults } from './stream-faults.ts'

export const faults = [
  ...statusFaults,
  ...connectionFaults,
  ...streamFaults,
  ...stallFaults,
  ...harmlessOddities,
]
