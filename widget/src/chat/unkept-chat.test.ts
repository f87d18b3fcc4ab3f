import { expect } from 'chai'
import { ScriptedApi } from '../../test-support/scripted-api.ts'
import { goodRoutes, leavePages, newSiteKey, TestPage } from '../../test-support/test-page.ts'

describe('a page that may store nothing', () => {
  afterEach(leavePages)

  it('talks all the same, and says once what is lost', async () => {
    const setItem = Object.getOwnPropertyDescriptor(Storage.prototype, 'setItem') ?? {}
    Storage.prototype.setItem = () => {
      throw new DOMException('denied', 'SecurityError')
    }
    try {
      const api = await ScriptedApi.start(goodRoutes)
      const page = TestPage.open(api, { siteKey: newSiteKey() })
      await page.conversation.send({ text: 'Привет' })
      expect(page.texts).to.deep.equal(['Привет', 'Добрый день.'])
      expect(page.view.problem).to.equal('storage_blocked')
    } finally {
      Object.defineProperty(Storage.prototype, 'setItem', setItem)
    }
  })
})
