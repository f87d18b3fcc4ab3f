import { expect } from 'chai'
import { newSiteKey } from '../test-support/test-page.ts'
import { siteStorage } from './site-storage.ts'

const refusing = (): Storage => {
  throw new DOMException('denied', 'SecurityError')
}

describe('what is kept for a site', () => {
  it('is there again, and gone when it is removed', () => {
    const siteKey = newSiteKey()
    siteStorage(siteKey, () => localStorage).write('chat', { id: 1 })
    expect(localStorage.getItem(`visavis:${siteKey}:chat`)).to.equal('{"id":1}')
    const storage = siteStorage(siteKey, () => localStorage)
    expect(storage.read('chat')).to.deep.equal({ id: 1 })
    storage.write('chat', null)
    expect(storage.read('chat')).to.equal(undefined)
    expect(localStorage.getItem(`visavis:${siteKey}:chat`)).to.equal(null)
  })

  it('is no other site’s', () => {
    siteStorage(newSiteKey(), () => localStorage).write('chat', 1)
    expect(siteStorage(newSiteKey(), () => localStorage).read('chat')).to.equal(undefined)
  })

  it('lasts as long as the page where the browser refuses to keep it', () => {
    const siteKey = newSiteKey()
    siteStorage(siteKey, refusing).write('chat', 1)
    expect(siteStorage(siteKey, refusing).read('chat')).to.equal(1)
    siteStorage(siteKey, refusing).write('chat', null)
    expect(siteStorage(siteKey, refusing).read('chat')).to.equal(undefined)
  })

  it('is what another tab has kept since, where this page’s own found no room', () => {
    const siteKey = newSiteKey()
    const kept = new Map<string, string>()
    let isFull = false
    const area = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem(key: string, text: string) {
        if (isFull) throw new DOMException('full', 'QuotaExceededError')
        kept.set(key, text)
      },
    } as Storage
    const storage = siteStorage(siteKey, () => area)
    storage.write('chat', 1)
    isFull = true
    storage.write('chat', 2)
    expect(storage.read('chat')).to.equal(2)
    kept.set(`visavis:${siteKey}:chat`, '3')
    expect(storage.read('chat')).to.equal(3)
  })

  it('is kept as soon as there is room again', () => {
    const siteKey = newSiteKey()
    siteStorage(siteKey, refusing).write('chat', 1)
    expect(siteStorage(siteKey, () => localStorage).read('chat')).to.equal(1)
    expect(localStorage.getItem(`visavis:${siteKey}:chat`)).to.equal('1')
  })

  it('is nothing where somebody else has written nonsense', () => {
    const siteKey = newSiteKey()
    localStorage.setItem(`visavis:${siteKey}:chat`, '{')
    expect(siteStorage(siteKey, () => localStorage).read('chat')).to.equal(undefined)
  })
})
