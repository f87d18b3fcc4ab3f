import { expect } from 'chai'
import { InOrder } from './in-order.ts'
import { deferred } from '../../deferred.ts'

describe('what is done in order', () => {
  it('is done at once where nothing has to arrive', () => {
    const done: string[] = []
    const order = new InOrder()
    order.do(() => void done.push('a'))
    order.do(() => void done.push('b'))
    expect(done).to.deep.equal(['a', 'b'])
  })

  it('waits for what it needs, and all behind it waits, too', async () => {
    const done: string[] = []
    const order = new InOrder()
    const arrival = deferred()
    order.do(() => void done.push('a'), arrival.promise)
    order.do(async () => {
      await Promise.resolve()
      done.push('b')
    })
    const last = new Promise<void>((resolve) => {
      order.do(() => {
        done.push('c')
        resolve()
      })
    })
    expect(done).to.deep.equal([])
    arrival.resolve()
    await last
    expect(done).to.deep.equal(['a', 'b', 'c'])
    await Promise.resolve()
    await Promise.resolve()
    order.do(() => void done.push('d'))
    expect(done.at(-1)).to.equal('d')
  })
})
