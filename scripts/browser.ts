import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

/** What a browser on a machine of tests is started with: no calls home, and root may run it. */
export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const commands = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
  'microsoft-edge-stable',
]

const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/**
 * The path of a Chrome, Chromium or Edge: the one `CHROME_PATH` names, one that is installed, else
 * one that is installed now (Playwright's, or the distribution's package when root asks).
 *
 * @throws Error with one sentence on what to install
 */
export function findBrowser(): string {
  const found = findInstalledBrowser() ?? installPlaywrightBrowser() ?? installDistributionBrowser()
  if (found === undefined) {
    throw new Error('Install Chromium, Chrome or Edge, or set CHROME_PATH to one, and try again.')
  }
  return found
}

/** What it takes besides for a call: a microphone that is not there, and WebRTC without a network. */
export const callFlags = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--allow-loopback-in-peer-connection',
]

/** Starts a headless browser; whoever starts it closes it. */
export function launchBrowser(moreFlags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: findBrowser(),
    args: [...browserFlags, ...moreFlags],
    // Playwright would close the browser and let the process live on; so both end.
    handleSIGTERM: false,
  })
}

function findInstalledBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const candidates = [
    process.env['CHROME_PATH'] ?? '',
    ...commands.flatMap((command) => folders.map((folder) => join(folder, command))),
    ...applications,
    chromium.executablePath(),
  ]
  return candidates.find((path) => path !== '' && existsSync(path))
}

function installPlaywrightBrowser(): string | undefined {
  console.log('No browser found: asking Playwright for one …')
  const manifest = createRequire(import.meta.url).resolve('playwright-core/package.json')
  const cli = join(dirname(manifest), 'cli.js')
  const withLibraries = isRoot() && process.platform === 'linux' ? ['--with-deps'] : []
  spawnSync(process.execPath, [cli, 'install', '--no-shell', ...withLibraries, 'chromium'], {
    stdio: 'inherit',
    timeout: 5 * 60_000,
  })
  const path = chromium.executablePath()
  return existsSync(path) ? path : undefined
}

function installDistributionBrowser(): string | undefined {
  if (!isRoot() || !existsSync('/usr/bin/apt-get')) return undefined
  console.log("Playwright's could not be had: installing the distribution's …")
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    for (const parameters of [['update'], ['install', '-y', 'chromium']]) {
      execFileSync('apt-get', parameters, { stdio: 'inherit', env: environment })
    }
  } catch {
    return undefined
  }
  return findInstalledBrowser()
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}
