// `npm start`, `npm test` and the rest: installs what is missing, then runs scripts/<name>.ts.
// Plain JavaScript, because nothing may be installed yet.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../', import.meta.url)
process.chdir(fileURLToPath(root))

const [name, ...args] = process.argv.slice(2)
if (!name || !existsSync(new URL(`scripts/${name}.ts`, root))) {
  console.error(`There is no scripts/${name ?? '<name>'}.ts`)
  process.exit(2)
}

const wanted = packages('package-lock.json')
const installed = packages('node_modules/.package-lock.json')
if (installed === undefined) install('ci')
else if (isStale(wanted, installed)) install('install')

// The script runs in this process: one less to start, and one less to end.
const { register } = await import('tsx/esm/api')
register()
process.argv = [process.argv[0], `scripts/${name}.ts`, ...args]
await import(new URL(`scripts/${name}.ts`, root).href)

/** The packages a lock file lists; npm keeps one of its own of what it installed. */
function packages(file) {
  const url = new URL(file, root)
  return existsSync(url) ? JSON.parse(readFileSync(url, 'utf8')).packages : undefined
}

/** Whether a package is missing or of another version; other platforms' optional ones do not count. */
function isStale(wantedPackages, installedPackages) {
  return Object.entries(wantedPackages).some(
    ([path, { version, optional }]) =>
      path !== '' && !optional && installedPackages[path]?.version !== version,
  )
}

function install(command) {
  console.log('Installing what is missing …')
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  const [program, ...first] = npm
  const { status } = spawnSync(program, [...first, command, '--no-audit', '--no-fund'], {
    stdio: 'inherit',
    shell: program === 'npm' && process.platform === 'win32',
  })
  if (status !== 0) process.exit(status ?? 1)
}
