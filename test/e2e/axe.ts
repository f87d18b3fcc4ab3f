import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Frame, Page } from 'playwright-core'

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

type Axe = {
  run(
    scope: object,
    options: object,
  ): Promise<{ violations: { id: string; nodes: { target: unknown }[] }[] }>
}

/** What axe finds wrong with the companion on a page, or with `scope`, once it is as it will stay. */
export async function axeViolations(place: Page | Frame, scope = 'psy-avatar'): Promise<string[]> {
  await animationsEnd(place)
  const evaluate = await isolatedWorld(place)
  await evaluate(await readFile(axePath, 'utf8'))
  return (await evaluate(`(${findViolations.toString()})(${JSON.stringify(scope)})`)) as string[]
}

async function findViolations(include: string): Promise<string[]> {
  const { axe } = globalThis as unknown as { axe: Axe }
  const { violations } = await axe.run({ include: [include] }, { resultTypes: ['violations'] })
  return violations.map(({ id, nodes }) => `${id}: ${JSON.stringify(nodes[0]?.target)}`)
}

/** Scripts beside the page's own: they see its document, and nothing that it did to the language. */
async function isolatedWorld(place: Page | Frame): Promise<(script: string) => Promise<unknown>> {
  const page = 'page' in place ? place.page() : place
  const session = await page.context().newCDPSession(place)
  const { frameTree } = await session.send('Page.getFrameTree')
  const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
  })
  return async (expression) => {
    const options = { contextId, expression, awaitPromise: true, returnByValue: true }
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', options)
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description)
    return result.value as unknown
  }
}

/** What fades in has its contrast only once it is there; what never ends is not waited for. */
async function animationsEnd(page: Page | Frame): Promise<void> {
  await page.evaluate(async () => {
    const roots: (Document | ShadowRoot)[] = [document]
    for (const root of roots) {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot) roots.push(element.shadowRoot)
      }
    }
    const ending = roots
      .flatMap((root) => root.getAnimations())
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    await Promise.all(ending.map((animation) => animation.finished.catch(() => undefined)))
  })
}
