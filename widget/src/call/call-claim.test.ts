import { expect } from 'chai'
import { BrowserCallClaim } from './call-claim.ts'

const name = 'visavis:call'

/** What another tab does, as far as this one can tell: has the lock, until it is taken away. */
async function anotherTab(): Promise<{ lost: Promise<void>; leave: () => void }> {
  let leave: () => void = () => undefined
  let lose: () => void = () => undefined
  const lost = new Promise<void>((resolve) => (lose = resolve))
  await new Promise<void>((resolve) => {
    const held = () => {
      resolve()
      return new Promise<void>((left) => (leave = left))
    }
    navigator.locks.request(name, held).catch(() => lose())
  })
  return { lost, leave: () => leave() }
}

const ignore = () => undefined

describe('the claim to the one call of a browser', () => {
  const claims: BrowserCallClaim[] = []
  function newClaim(): BrowserCallClaim {
    const claim = new BrowserCallClaim()
    claims.push(claim)
    return claim
  }
  afterEach(() => claims.splice(0).forEach((claim) => claim.release()))

  it('is given to who asks first, and refused while another tab has it', async () => {
    expect(await newClaim().take({ isTakingOver: false, onLost: ignore })).to.equal(true)
    claims.splice(0).forEach((claim) => claim.release())
    const tab = await anotherTab()
    expect(await newClaim().take({ isTakingOver: false, onLost: ignore })).to.equal(false)
    tab.leave()
  })

  it('can be taken over from another tab', async () => {
    const tab = await anotherTab()
    expect(await newClaim().take({ isTakingOver: true, onLost: ignore })).to.equal(true)
    await tab.lost
  })

  it('is lost once another tab has taken it over', async () => {
    let lose: () => void = ignore
    const lost = new Promise<void>((resolve) => (lose = resolve))
    await newClaim().take({ isTakingOver: false, onLost: () => lose() })
    await navigator.locks.request(name, { steal: true }, () => undefined)
    await lost
  })

  it('goes over to another element of the same page without a question', async () => {
    let lose: () => void = ignore
    const lost = new Promise<void>((resolve) => (lose = resolve))
    await newClaim().take({ isTakingOver: false, onLost: () => lose() })
    expect(await newClaim().take({ isTakingOver: false, onLost: ignore })).to.equal(true)
    await lost
  })

  it('is kept from nobody when it was given back before it came', async () => {
    const early = newClaim()
    const taken = early.take({ isTakingOver: false, onLost: ignore })
    early.release()
    await taken
    const tab = await anotherTab()
    tab.leave()
  })

  it('is free again once it is released', async () => {
    const first = newClaim()
    await first.take({ isTakingOver: false, onLost: ignore })
    first.release()
    const tab = await anotherTab()
    tab.leave()
  })
})
