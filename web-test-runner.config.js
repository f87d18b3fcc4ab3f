import { esbuildPlugin } from '@web/dev-server-esbuild'
import { chromeLauncher } from '@web/test-runner-chrome'
import { fileURLToPath } from 'node:url'

// `npm test` finds the browser and says where it is; alone, the launcher looks for one itself.
const executablePath = process.env.CHROME_PATH

export default {
  files: 'widget/src/**/*.test.ts',
  rootDir: '.',
  nodeResolve: { exportConditions: ['development'] },
  preserveSymlinks: true,
  concurrency: 2,
  plugins: [
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('./widget/tsconfig.json', import.meta.url)),
      define: { 'import.meta.env.VITE_API_URL': 'undefined' },
    }),
  ],
  browsers: [
    chromeLauncher({
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
  testFramework: { config: { ui: 'bdd', timeout: 5000 } },
}
