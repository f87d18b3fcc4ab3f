import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CDPSession } from 'playwright-core'
import { type CallPage, visit } from './call-page.ts'
import { setStage } from './stage.ts'

const stage = setStage()

const manyCalls = 8
const mostRemembered = 2
const mostLooks = 40

async function callOnce(visitor: CallPage): Promise<void> {
  const since = (await visitor.everything()).length
  await visitor.button('Talk aloud').click()
  const speaking = await visitor.told('visavis-mind-state-change', 'speaking', since)
  await visitor.button('End the call').click()
  await visitor.told('visavis-call-end', 'ended', speaking)
}

/** How many objects of a class are in a page’s memory, after a collection of garbage. */
async function countInMemory(session: CDPSession, className: string): Promise<number> {
  const objectGroup = 'counted'
  await session.send('HeapProfiler.collectGarbage')
  const { result: prototype } = await session.send('Runtime.evaluate', {
    expression: `${className}.prototype`,
    objectGroup,
  })
  const { objects } = await session.send('Runtime.queryObjects', {
    prototypeObjectId: prototype.objectId ?? '',
    objectGroup,
  })
  const { result } = await session.send('Runtime.callFunctionOn', {
    ...(objects.objectId && { objectId: objects.objectId }),
    functionDeclaration: 'function () { return this.length }',
    returnByValue: true,
  })
  await session.send('Runtime.releaseObjectGroup', { objectGroup })
  return Number(result.value)
}

test('calls that are over leave no sound, no face and no element in memory', async () => {
  const visitor = await visit(stage)
  const session = await visitor.page.context().newCDPSession(visitor.page)
  const facesBefore = await countInMemory(session, 'SVGSVGElement')
  for (let index = 0; index < manyCalls; index += 1) await callOnce(visitor)
  for (const [className, before] of [
    ['AudioContext', 0],
    ['customElements.get("visavis-call")', 0],
    ['SVGSVGElement', facesBefore],
  ] as const) {
    let count = await countInMemory(session, className)
    // What is let go of may take its time, and a browser may remember the last of it for longer.
    for (let looks = 0; count > before + mostRemembered && looks < mostLooks; looks += 1) {
      await visitor.page.waitForTimeout(500)
      count = await countInMemory(session, className)
    }
    console.log(`${className}: ${before} before ${manyCalls} calls, ${count} after them`)
    assert.ok(count <= before + mostRemembered, className)
  }
})
