import { ManualClock } from '../../widget/test-support/manual-clock.ts'
import { randomNumbers } from '../fixtures/random-numbers.ts'
import { type Device, newDevice, type Tab } from './device.ts'
import { FakeAuth } from './fake-auth.ts'
import { TroubledNetwork } from './troubled-network.ts'

export type StormOutcome = {
  sequences: number
  /** Calls of tabs that were made meanwhile, and how many of them Auth was in the way of. */
  calls: number
  refused: number
  /** Sessions that Auth did end, and visitors who were banned. */
  ends: number
  bans: number
  /** Devices whose visitor could not be found again when all was well. */
  lostIdentities: number
  /** Devices that became another visitor, though Auth had not ended the session of the one before. */
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
 * questions to Auth run into trouble, and now and then it ends a session, bans or pardons. At the
 * end all is well, and everybody must still be the same whom Auth knows, or banned.
 * Every second device is lent no locks.
 */
export async function stormAuth(sequences: number): Promise<StormOutcome> {
  const outcome: StormOutcome = {
    sequences,
    calls: 0,
    refused: 0,
    ends: 0,
    bans: 0,
    lostIdentities: 0,
    secondIdentities: 0,
    withoutTime: 0,
    troubles: {},
    failures: [],
  }
  for (let seed = 1; seed <= sequences; seed += 1) await new Storm(seed, outcome).blow()
  return outcome
}

/** One device's. */
class Storm {
  readonly #seed: number
  readonly #outcome: StormOutcome
  readonly #random: (limit: number) => number
  readonly #clock = new ManualClock()
  readonly #auth = new FakeAuth(this.#clock)
  readonly #network: TroubledNetwork
  readonly #device: Device
  readonly #tabs: Tab[]
  /** Whose session Auth has ended here, not because of how it was asked. */
  readonly #ended = new Set<string>()
  readonly #everBanned = new Set<string>()
  #visitor: string | null = null
  #isBanned = false
  #isLost = false
  #isSecond = false

  constructor(seed: number, outcome: StormOutcome) {
    this.#seed = seed
    this.#outcome = outcome
    this.#random = randomNumbers(seed)
    this.#network = new TroubledNetwork(this.#auth, { clock: this.#clock, random: this.#random })
    this.#device = newDevice({
      siteKey: `storm-${seed}`,
      clock: this.#clock,
      askAuth: this.#network.ask,
      hasLocks: seed % 2 === 0,
      refusesCall: () =>
        !this.#network.isHealed && !this.#network.hasAnsweredLately && this.#random(8) === 0,
      onAccepted: (visitor) => this.#meet(visitor),
    })
    this.#tabs = [this.#device.openTab(), this.#device.openTab(), this.#device.openTab()]
  }

  async blow(): Promise<void> {
    for (let step = 0; step < 12; step += 1) await this.#step()
    this.#network.isHealed = true
    if (this.#isBanned) {
      await this.#callAnew('visitor_banned')
      this.#pardon()
    }
    await this.#callAnew('accepted')
    this.#report()
  }

  async #step(): Promise<void> {
    const random = this.#random
    const chosen = this.#tabs.filter(() => random(2) === 0)
    if (random(3) === 0) {
      await this.#clock.pass(hourMs)
      this.#device.expire()
    }
    if (random(5) === 0) this.#tabs[random(3)] = this.#device.openTab()
    if (random(4) === 0) this.#judge()
    const calls = chosen.map((tab) => this.#call(tab, random(3) > 0))
    await this.#clock.passWhile(Promise.all(calls))
    if (random(3) === 0) await this.#clock.pass(random(4) * 20_000)
    this.#meet(this.#device.visitor())
  }

  /** Auth ends the visitor's session, bans them, or lets them in again. */
  #judge(): void {
    const visitor = this.#visitor
    if (visitor === null) return
    if (this.#isBanned) this.#pardon()
    else if (this.#random(2) === 0 && !this.#ended.has(visitor)) {
      this.#auth.ban(visitor)
      this.#isBanned = true
      this.#everBanned.add(visitor)
      this.#outcome.bans += 1
    } else if (!this.#everBanned.has(visitor) && !this.#ended.has(visitor)) {
      // Of somebody who was banned, nobody on the device could tell that from the ban.
      this.#auth.end(visitor)
      this.#ended.add(visitor)
      this.#outcome.ends += 1
    }
  }

  #pardon(): void {
    this.#auth.pardon(this.#visitor ?? '')
    this.#isBanned = false
  }

  /** Who the device is now. */
  #meet(visitor: string | null): void {
    const before = this.#visitor
    if (before === null) this.#visitor = visitor
    if (before === null || visitor === before) return
    if (visitor === null) this.#isLost = true
    // A token of a session that is over is good until it runs out.
    else if (!this.#ended.has(visitor)) {
      this.#isSecond ||= !this.#ended.has(before)
      this.#visitor = visitor
    }
  }

  async #call(tab: Tab, signIn: boolean): Promise<void> {
    const answer = await tab.call({ signIn })
    const outcome = this.#outcome
    outcome.calls += 1
    const isNobody = this.#visitor === null || this.#ended.has(this.#visitor)
    if (answer === 'accepted' || (answer.code === 'unauthorized' && isNobody)) return
    outcome.refused += 1
    if (answer.retryAfterMs <= 0) outcome.withoutTime += 1
  }

  /** Every tab, and a new one, calls once tokens have run out and all waiting is over. */
  async #callAnew(expected: 'accepted' | 'visitor_banned'): Promise<void> {
    await this.#clock.pass(hourMs)
    this.#device.expire()
    for (const tab of [...this.#tabs, this.#device.openTab()]) {
      const answer = await this.#clock.passWhile(tab.call({ signIn: true }))
      this.#isLost ||= (answer === 'accepted' ? answer : answer.code) !== expected
      this.#meet(this.#device.visitor())
    }
  }

  #report(): void {
    const outcome = this.#outcome
    if (this.#isLost) outcome.lostIdentities += 1
    if (this.#isSecond) outcome.secondIdentities += 1
    if (this.#isLost || this.#isSecond) outcome.failures.push(this.#seed)
    for (const trouble of this.#network.met) {
      outcome.troubles[trouble] = (outcome.troubles[trouble] ?? 0) + 1
    }
  }
}
