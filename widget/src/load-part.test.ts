import { expect } from 'chai'
import { loadPart } from './load-part.ts'
import { problemOf } from './transports/conversation-error.ts'

const isGone = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'))

describe('a part that loads when it is wanted', () => {
  const through = window.fetch.bind(window)

  afterEach(() => {
    window.fetch = through
  })

  it('is what was asked for', async () => {
    expect(await loadPart(() => Promise.resolve('part'))).to.equal('part')
  })

  it('is outdated if its server is there and has it no more', async () => {
    window.fetch = () => Promise.resolve(new Response(null, { status: 404 }))
    expect(await loadPart(isGone).catch(problemOf)).to.equal('outdated')
  })

  it('is out of reach if nobody is there', async () => {
    window.fetch = () => Promise.reject(new TypeError('offline'))
    expect(await loadPart(isGone).catch(problemOf)).to.equal('offline')
  })
})
