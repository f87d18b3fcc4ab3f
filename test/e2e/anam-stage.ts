import { after, afterEach, before } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { callFlags, launchBrowser } from '../../scripts/browser.ts'
import { serveStatic, type StaticServer } from '../../scripts/measure/static-server.ts'
import type { Stack } from '../../scripts/stack/stack.ts'
import { testDatabase } from '../../scripts/testing/test-database.ts'
import { startTestStack } from '../../scripts/testing/test-stack.ts'
import { AnamEngine, engineKey } from '../fixtures/anam-engine/anam-engine.ts'
import type { AnamPage, AnamPageOptions } from './anam-page.ts'
import { type Build, takeBuild } from './builds.ts'
import { there } from './stage.ts'

export type AnamStage = {
  readonly stack: Stack
  readonly engine: AnamEngine
  /** Everything the functions have logged. */
  readonly log: readonly string[]
  /** A new visitor's page, on which nothing has begun. */
  newVisitor(): Promise<Page>
  /** Another page of the visitor of this one. */
  anotherPage(page: Page): Promise<Page>
}

/**
 * Gives a test file Anam's loopback engine, a stack that mints tokens there, and pages that carry the
 * avatar with the SDK as it ships.
 */
export function setAnamStage(): AnamStage {
  let engine: AnamEngine | undefined
  let stack: Stack | undefined
  let browser: Browser | undefined
  let pages: StaticServer | undefined
  let build: Build | undefined
  const log: string[] = []

  before(async () => {
    engine = await AnamEngine.start()
    stack = await startTestStack({
      ...testDatabase(),
      environment: { ANAM_API_KEY: engineKey, ANAM_BASE_URL: engine.url },
      log: (line) => log.push(line),
    })
    // A face has to come within the time that a visitor waits, in which no function has to start yet.
    await stack.warm()
    await stack.query(
      `update public.characters
       set anam_avatar_id = gen_random_uuid(), anam_voice_id = gen_random_uuid()
       where slug = 'nora'`,
    )
    build = await takeBuild('anam-page')
    pages = await serveStatic({ '/': pageSource(stack) }, { '/': build.folder })
    browser = await launchBrowser(callFlags)
  })
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close()
  })
  after(async () => {
    await browser?.close()
    await pages?.close()
    await stack?.close()
    await engine?.close()
    await build?.close()
  })

  /** Clicked once, as a visitor has who talks to somebody. */
  async function open(page: Page): Promise<Page> {
    await page.goto(there(pages).origin)
    await page.waitForFunction(() => 'anam' in globalThis)
    await page.mouse.click(1, 1)
    return page
  }

  return {
    get stack() {
      return there(stack)
    },
    get engine() {
      return there(engine)
    },
    log,
    newVisitor: async () => open(await (await there(browser).newContext()).newPage()),
    anotherPage: async (page) => open(await page.context().newPage()),
  }
}

function pageSource({ apiUrl, siteKey, publishableKey }: Stack): string {
  const options: AnamPageOptions = { apiUrl, siteKey, publishableKey, characterSlug: 'nora' }
  return `<!doctype html><html lang="en"><title>Anam</title><body><script type="module">
    import '/page.js'
    globalThis.anam = new AnamPage(${JSON.stringify(options)})
  </script></body></html>`
}

export type { AnamPage }
