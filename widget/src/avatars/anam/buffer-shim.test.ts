import { expect } from 'chai'
import { Buffer } from './buffer-shim.ts'

describe('what the SDK has in place of buffer', () => {
  it('reads base64 and base64url, padded or not, as UTF-8', () => {
    const claims = '{"accountId":"ключ","type":"ephemeral?>"}'
    const base64 = btoa(String.fromCharCode(...new TextEncoder().encode(claims)))
    const base64Url = base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/u, '')
    expect(base64Url).to.match(/[-_]/u)
    expect(Buffer.from(base64).toString()).to.equal(claims)
    expect(Buffer.from(base64Url).toString()).to.equal(claims)
  })

  it('measures a text in bytes', () => {
    expect(Buffer.byteLength('Да!')).to.equal(5)
  })
})
