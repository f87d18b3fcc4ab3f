import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readBriefly } from './client.ts'

describe('the body of an error', () => {
  it('is read no further than an error may go', async () => {
    const piece = new Uint8Array(1024).fill(120)
    let isCancelled = false
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(piece),
      cancel: () => {
        isCancelled = true
      },
    })
    assert.equal((await readBriefly(endless)).length, 64 * 1024)
    assert.ok(isCancelled)
  })

  it('is as much as came before the connection broke', async () => {
    let hasSent = false
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (hasSent) controller.error(new TypeError('reset'))
        else controller.enqueue(new TextEncoder().encode('{"error"'))
        hasSent = true
      },
    })
    assert.equal(await readBriefly(broken), '{"error"')
  })

  it('may be missing', async () => {
    assert.equal(await readBriefly(null), '')
  })
})
