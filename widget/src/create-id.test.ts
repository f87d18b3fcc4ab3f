import { expect } from 'chai'
import { createId } from './create-id.ts'

describe('an id', () => {
  it('is a random UUID, where the browser makes none itself, too', () => {
    Object.defineProperty(crypto, 'randomUUID', { configurable: true, value: undefined })
    try {
      const ids = [createId(), createId()]
      for (const id of ids)
        expect(id).to.match(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/)
      expect(ids[0]).not.to.equal(ids[1])
    } finally {
      Reflect.deleteProperty(crypto, 'randomUUID')
    }
  })
})
