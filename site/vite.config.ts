import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { espeakAsset } from '@visavis/widget/voices-asset'
import { embedScript } from './building/embed-script.ts'
import { keepFormerRelease } from './building/keep-former-release.ts'
import { pages } from './building/pages.ts'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const widgetDist = path('../widget/dist')

const guides = readdirSync(path('guides')).filter((file) => file.endsWith('.html'))

/** Each in English, and under `ru/` in Russian. */
const everyPage = [
  'index.html',
  'live-stand/index.html',
  ...guides.map((guide) => `guides/${guide}`),
]

/**
 * The site is a guest of its own product: every page loads `/visavis.js` as a stranger's would.
 * While developing that address answers with the widget's sources; the built site carries the
 * built widget as its public files.
 */
export default defineConfig(({ command }) => {
  if (command === 'build' && !existsSync(`${widgetDist}/visavis.js`)) {
    throw new Error('Build the widget before the site: widget/dist/visavis.js is missing.')
  }
  return {
    root: path('.'),
    publicDir: command === 'build' ? widgetDist : false,
    define: {
      'import.meta.env.VITE_SITE_KEY': JSON.stringify(process.env['VITE_SITE_KEY'] ?? 'demo'),
      'import.meta.env.VITE_API_URL': JSON.stringify(process.env['VITE_API_URL'] ?? ''),
      // The sources lie deeper than what is built of them.
      ...(command === 'serve' && { 'import.meta.env.VITE_VOICES_URL': '"/voices/"' }),
    },
    plugins: [
      embedScript(fileURLToPath(import.meta.resolve('@visavis/widget/embed'))),
      pages(path('.')),
      keepFormerRelease(),
      command === 'serve' && espeakAsset(),
    ],
    build: {
      emptyOutDir: false,
      rolldownOptions: {
        input: everyPage.flatMap((page) => [path(page), path(`ru/${page}`)]),
      },
    },
  }
})
