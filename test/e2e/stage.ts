import { after, before } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { launchBrowser } from '../../scripts/browser.ts'
import type { AuthSettings } from '../../scripts/stack/auth/auth-service.ts'
import { type Stack, startStack } from '../../scripts/stack/stack.ts'
import { testDatabase } from '../../scripts/testing/test-database.ts'

export type Stage = {
  readonly stack: Stack
  readonly browser: Browser
  /** A page of a visitor of its own: no cookies, no storage from anybody else. */
  newVisitor(options?: BrowserContextOptions): Promise<Page>
}

/**
 * Gives a test file a stack with the site on empty data, and a browser, while its tests run.
 *
 * @param prepare builds on the stack before the first test, and may return what undoes it
 * @param environment what functions are told besides, e.g. where their models are; asked first
 * @param auth what is set in Auth
 */
export function setStage(
  prepare: (stack: Stack) => Promise<(() => Promise<void>) | void> = () => Promise.resolve(),
  environment: () => Promise<Record<string, string>> = () => Promise.resolve({}),
  auth: () => Promise<AuthSettings> = () => Promise.resolve({}),
): Stage {
  let undo: (() => Promise<void>) | void
  let stack: Stack | undefined
  let browser: Browser | undefined

  before(async () => {
    stack = await startStack({
      ...testDatabase(),
      environment: await environment(),
      auth: await auth(),
      site: true,
      log: (line) => console.log(line),
    })
    browser = await launchBrowser()
    undo = await prepare(stack)
  })
  after(async () => {
    await browser?.close()
    await undo?.()
    await stack?.close()
  })

  const stage: Stage = {
    get stack() {
      if (!stack) throw new Error('The stack is there while tests run, not before')
      return stack
    },
    get browser() {
      if (!browser) throw new Error('The browser is there while tests run, not before')
      return browser
    },
    async newVisitor(options) {
      const context = await stage.browser.newContext(options)
      return context.newPage()
    },
  }
  return stage
}
