import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isValibot, withShapes } from './widget/building/valibot-shapes.js'
import { inputMethod } from './widget/test-support/input-method.js'
import { scriptedServer } from './widget/test-support/scripted-server.js'
import { esbuildPlugin } from '@web/dev-server-esbuild'
import { defaultReporter } from '@web/test-runner'
import { chromeLauncher } from '@web/test-runner-chrome'

// `npm test` finds the browser, says where it is and reads the outcome; alone, the launcher looks
// for a browser itself.
const { CHROME_PATH: executablePath, TEST_OUTCOME_FILE: outcomeFile } = process.env

export default {
  files: 'widget/src/**/*.test.ts',
  rootDir: '.',
  nodeResolve: { exportConditions: ['development'] },
  preserveSymlinks: true,
  // As many as the machines of tests have processors.
  concurrency: 2,
  plugins: [
    scriptedServer(),
    inputMethod(),
    // Tests meet the same shapes as visitors do.
    {
      name: 'valibot-shapes',
      transform: ({ path, body }) => (isValibot(path) ? withShapes(body) : undefined),
    },
    // Only on Node does eSpeak NG ask for it, but a server that resolves imports looks for it at once.
    {
      name: 'node-modules-stay',
      resolveImport: ({ source }) => (source === 'module' ? source : undefined),
    },
    {
      name: 'buffer-shim',
      resolveImport: ({ source }) =>
        source === 'buffer' ? '/widget/src/avatars/anam/buffer-shim.ts' : undefined,
    },
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('./widget/tsconfig.json', import.meta.url)),
      define: {
        'import.meta.env.VITE_API_URL': 'undefined',
        'import.meta.env.VITE_VOICES_URL': 'undefined',
      },
    }),
  ],
  browsers: [
    chromeLauncher({
      // Each in a window of its own, which takes itself for the one in front: a tab behind another
      // draws no frames, and much of what is tested waits for one, or for the focus.
      async createPage({ context }) {
        const page = await context.newPage({ type: 'window' })
        await page.emulateFocusedPage(true)
        return page
      },
      launchOptions: {
        ...(executablePath && { executablePath }),
        args: [
          '--no-sandbox',
          '--disable-gpu',
          '--disable-quic',
          '--no-first-run',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
        ],
      },
    }),
  ],
  testFramework: { config: { ui: 'bdd', timeout: 60_000 } },
  // A test has a limit of its own; a file full of them may take its time on a busy machine.
  testsFinishTimeout: 600_000,
  reporters: [defaultReporter(), ...(outcomeFile ? [outcomeReporter(outcomeFile)] : [])],
}

/** Writes how the tests went to a file, as JSON of `scripts/testing/outcome.ts`. */
function outcomeReporter(file) {
  return {
    onTestRunFinished({ sessions }) {
      const tests = sessions.flatMap(({ testFile, testResults }) =>
        testResults ? allTests(testResults).map((test) => ({ ...test, testFile })) : [],
      )
      const broken = sessions.filter(({ errors }) => errors.length > 0)
      const ran = tests.filter(({ skipped }) => !skipped)
      const failed = ran.filter((test) => !test.passed)
      const outcome = {
        passed: ran.length - failed.length,
        failed: failed.length + broken.length,
        skipped: tests.length - ran.length,
        failures: [
          ...failed.map(({ name, testFile, duration, error }) => ({
            name,
            reason: error?.stack ?? error?.message ?? 'no reason was given',
            file: testFile,
            ms: duration,
          })),
          ...broken.map(({ testFile, errors }) => ({
            name: testFile,
            reason: errors.map(({ message }) => message).join('\n'),
            file: testFile,
          })),
        ],
      }
      writeFileSync(file, JSON.stringify(outcome))
    },
  }
}

function allTests({ tests, suites }) {
  return [...tests, ...suites.flatMap(allTests)]
}
