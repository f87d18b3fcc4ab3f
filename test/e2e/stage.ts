import { after, afterEach, before } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { launchBrowser } from '../../scripts/browser.ts'
import type { AuthSettings } from '../../scripts/stack/auth/auth-service.ts'
import type { Stack } from '../../scripts/stack/stack.ts'
import { testDatabase } from '../../scripts/testing/test-database.ts'
import { startTestStack } from '../../scripts/testing/test-stack.ts'
import { type BuiltWidget, serveBuiltWidget } from './built-widget.ts'

export type Stage = {
  readonly stack: Stack
  /** The built widget, and a page that carries it. */
  readonly widget: BuiltWidget
  readonly browser: Browser
  /** A page of a visitor of its own: no cookies, no storage from anybody else. It ends with its test. */
  newVisitor(options?: BrowserContextOptions): Promise<Page>
}

export type StageOptions = {
  /** What functions are told besides, e.g. where their models are; asked first. */
  environment?: () => Promise<Record<string, string>>
  /** What is set in Auth. */
  auth?: () => Promise<AuthSettings>
  /** Builds on the stack before the first test: of hooks of a file's own, none waits for another. */
  prepare?: (stack: Stack) => Promise<void>
  /** Serves the site's sources, too, as `npm start` does. @defaultValue false */
  site?: boolean
  /** What the browser is started with besides. */
  flags?: readonly string[]
}

/** Gives a test file a stack on empty data, the built widget and a browser, while its tests run. */
export function setStage({ environment, auth, prepare, site, flags }: StageOptions = {}): Stage {
  let stack: Stack | undefined
  let widget: BuiltWidget | undefined
  let browser: Browser | undefined

  before(async () => {
    stack = await startTestStack({
      ...testDatabase(),
      ...(environment && { environment: await environment() }),
      ...(auth && { auth: await auth() }),
      ...(site && { site }),
      log: (line) => console.log(line),
    })
    widget = await serveBuiltWidget(stack)
    browser = await launchBrowser(flags)
    await prepare?.(stack)
  })
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close()
  })
  after(async () => {
    await browser?.close()
    await widget?.close()
    await stack?.close()
  })

  return {
    get stack() {
      return there(stack)
    },
    get widget() {
      return there(widget)
    },
    get browser() {
      return there(browser)
    },
    newVisitor: async (options) => (await there(browser).newContext(options)).newPage(),
  }
}

/** @throws Error while no test runs */
export function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('It is there while tests run, not before')
  return value
}
