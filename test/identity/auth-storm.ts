import { ManualClock } from '../../widget/test-support/manual-clock.ts'
import { randomNumbers } from '../fixtures/random-numbers.ts'
import { newDevice, type Tab } from './device.ts'
import { FakeAuth } from './fake-auth.ts'
import { TroubledNetwork } from './troubled-network.ts'

export type StormOutcome = {
  sequences: number
  /** Calls of tabs that were made meanwhile, and how many of them Auth was in the way of. */
  calls: number
  refused: number
  /** Devices whose visitor could not be found again when all was well. */
  lostIdentities: number
  /** Devices that have spoken in more than one visitor's name. */
  secondIdentities: number
  /** Refusals that did not say when to try again. */
  withoutTime: number
  /** What went wrong on the way to Auth, by how often. */
  troubles: Record<string, number>
  /** The seeds of the sequences that lost somebody, to look at. */
  failures: number[]
}

const hourMs = 3_600_000

/**
 * Three tabs of a device call their API, let tokens run out, are reloaded and wait, while most
 * questions to Auth run into trouble. At the end all is well, and everybody must still be the same.
 * Every second device is lent no locks.
 */
export async function stormAuth(sequences: number): Promise<StormOutcome> {
  const outcome: StormOutcome = {
    sequences,
    calls: 0,
    refused: 0,
    lostIdentities: 0,
    secondIdentities: 0,
    withoutTime: 0,
    troubles: {},
    failures: [],
  }
  for (let seed = 1; seed <= sequences; seed += 1) await stormDevice(seed, outcome)
  return outcome
}

async function stormDevice(seed: number, outcome: StormOutcome): Promise<void> {
  const random = randomNumbers(seed)
  const clock = new ManualClock()
  const network = new TroubledNetwork(new FakeAuth(clock), { clock, random })
  const device = newDevice({
    siteKey: `storm-${seed}`,
    clock,
    askAuth: network.ask,
    hasLocks: seed % 2 === 0,
  })
  const tabs = [device.openTab(), device.openTab(), device.openTab()]
  let wasStored = false
  let isLost = false
  const call = async (tab: Tab, signIn: boolean) => {
    const answer = await tab.call({ signIn })
    outcome.calls += 1
    const isNobodyYet = answer !== 'accepted' && answer.code === 'unauthorized' && !wasStored
    if (answer === 'accepted' || isNobodyYet) return
    outcome.refused += 1
    if (answer.retryAfterMs <= 0) outcome.withoutTime += 1
  }

  for (let step = 0; step < 12; step += 1) {
    const chosen = tabs.filter(() => random(2) === 0)
    if (random(3) === 0) {
      await clock.pass(hourMs)
      device.expire()
    }
    if (random(5) === 0) tabs[random(3)] = device.openTab()
    await clock.passWhile(Promise.all(chosen.map((tab) => call(tab, random(3) > 0))))
    if (random(3) === 0) await clock.pass(random(4) * 20_000)
    isLost ||= wasStored && device.stored() === undefined
    wasStored ||= device.stored() !== undefined
  }

  network.isHealed = true
  await clock.pass(hourMs)
  device.expire()
  for (const tab of [...tabs, device.openTab()]) {
    isLost ||= (await clock.passWhile(tab.call({ signIn: true }))) !== 'accepted'
  }

  const isSecond = device.visitors.length > 1
  if (isLost) outcome.lostIdentities += 1
  if (isSecond) outcome.secondIdentities += 1
  if (isLost || isSecond) outcome.failures.push(seed)
  for (const trouble of network.met) {
    outcome.troubles[trouble] = (outcome.troubles[trouble] ?? 0) + 1
  }
}
