import type { Browser } from 'playwright-core'

type ProcessInfo = { type: string; id: number; cpuTime: number }

/** Of one core, in percent: of what runs pages, and of all that the browser is. */
export type Load = { pagePercent: number; browserPercent: number }

/** How much of one core a browser takes while something goes on in it. */
export async function measureLoad(browser: Browser, doing: Promise<unknown>): Promise<Load> {
  const session = await browser.newBrowserCDPSession()
  const read = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo')
    const seconds = (counted: readonly ProcessInfo[]) =>
      counted.reduce((sum, { cpuTime }) => sum + cpuTime, 0)
    return {
      at: performance.now(),
      renderer: seconds(processInfo.filter(({ type }) => type === 'renderer')),
      browser: seconds(processInfo),
    }
  }
  const before = await read()
  await doing
  const after = await read()
  await session.detach()
  const percentOf = (cpuSeconds: number) => (cpuSeconds * 100_000) / (after.at - before.at)
  return {
    pagePercent: percentOf(after.renderer - before.renderer),
    browserPercent: percentOf(after.browser - before.browser),
  }
}
