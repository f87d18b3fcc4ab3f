// `npm run picture`: photographs the widget on the foreign page, in a conversation with the offline
// responder, for the README and the site.
import { fileURLToPath } from 'node:url'
import { launchBrowser } from './browser.ts'
import { startStack } from './stack/stack.ts'

const picture = fileURLToPath(new URL('../site/pictures/bookshop.png', import.meta.url))

const stack = await startStack({ site: true })
try {
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage({
      viewport: { width: 1280, height: 800 },
      deviceScaleFactor: 2,
      colorScheme: 'light',
      reducedMotion: 'reduce',
      locale: 'en-GB',
    })
    await page.goto(stack.foreignUrl ?? '', { waitUntil: 'networkidle' })
    await page.getByRole('button', { name: 'Talk to an AI companion' }).click()
    const answered = page.evaluate(
      () =>
        new Promise<void>((resolve, reject) => {
          document.addEventListener('visavis-message-end', () => resolve(), { once: true })
          document.addEventListener('visavis-conversation-error', (event) =>
            reject(new Error(`It answered ${String('code' in event && event.code)}.`)),
          )
          setTimeout(() => reject(new Error('There was no answer in 30 seconds.')), 30_000)
        }),
    )
    const composer = page.getByRole('textbox', { name: 'Message' })
    await composer.fill('I keep putting off a phone call to an old friend.')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await answered
    await page.mouse.move(0, 0)
    await composer.blur()
    await page.screenshot({ path: picture })
    console.log('site/pictures/bookshop.png is new.')
  } finally {
    await browser.close()
  }
} finally {
  await stack.close()
}
