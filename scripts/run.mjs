// `npm start`, `npm test` and the rest: installs what is missing, then runs scripts/<name>.ts.
// Plain JavaScript, because nothing may be installed yet.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, parse, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = new URL('../', import.meta.url)
const folder = fileURLToPath(root)
process.chdir(folder)

const [name, ...args] = process.argv.slice(2)
if (!name || !existsSync(`scripts/${name}.ts`)) end(`There is no scripts/${name ?? '<name>'}.ts`, 2)

// The least that `engines` in package.json asks for.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  end(`Node 20.19 or newer is needed; this is ${process.versions.node}.`)
}

endInUnreadableFolder()
if (!isInstalled()) {
  endWithoutBuilds()
  install()
  if (!isInstalled())
    end('npm has installed, but not all that is needed. Remove node_modules and try again.')
}

// The script runs in this process: one less to start, and one less to end.
const { register } = await import('tsx/esm/api')
register()
process.argv = [process.argv[0], `scripts/${name}.ts`, ...args]
await import(new URL(`scripts/${name}.ts`, root).href)

/** Whether every package is there in its version, and every program for this machine. */
function isInstalled() {
  const installed = packages('node_modules/.package-lock.json')
  const isThere = ([path, { version }]) =>
    installed[path]?.version === version && existsSync(join(path, 'package.json'))
  const wanted = Object.entries(packages('package-lock.json')).filter(
    ([path, { optional }]) => path !== '' && !optional,
  )
  return wanted.every(isThere) && programsWithout(installed).length === 0
}

/** Vite, Node and what loads TypeScript make addresses and patterns of paths, and then miss the files. */
function endInUnreadableFolder() {
  const names = folder.slice(parse(folder).root.length).split(sep)
  const unreadable = names.find((part) => /[#?%*:]/u.test(part))
  if (unreadable === undefined) return
  end(
    `Visavis cannot run in ${folder}: in its path # ? % * and : would be taken for something else. Rename "${unreadable}", or move Visavis.`,
  )
}

/** Where nobody has built a program for this machine, installing it again and again does not help. */
function endWithoutBuilds() {
  const missing = programsWithout(packages('package-lock.json'))
  if (missing.length === 0) return
  const machine = [process.platform, process.arch, libc()].filter(Boolean).join(' ')
  end(`There is no build of ${missing.join(' and ')} for this machine (${machine}).`)
}

/** The programs that a lock file has no build of for this machine; to npm each build is optional. */
function programsWithout(locked) {
  const ownLibrary = libc()
  const isBuild = ([path, { os, cpu, libc: library }], name) =>
    path.startsWith(`node_modules/@${name}/`) &&
    os?.includes(process.platform) &&
    cpu?.includes(process.arch) &&
    (!library || library.includes(ownLibrary))
  return ['deno', 'esbuild', 'rolldown'].filter(
    (name) => !Object.entries(locked).some((entry) => isBuild(entry, name)),
  )
}

/** As npm calls it, on Linux. */
function libc() {
  if (process.platform !== 'linux') return undefined
  process.report.excludeNetwork = true
  return process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl'
}

/** The packages a lock file lists; npm keeps one of its own of what it has finished installing. */
function packages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return {}
  }
}

/** Installs all anew, whatever npm is set to leave out: half of `node_modules` helps nobody. */
function install() {
  console.log('Installing what is missing …')
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  const [program, ...first] = npm
  const included = ['dev', 'optional', 'peer'].map((kind) => `--include=${kind}`)
  const asLocked = ['--package-lock', '--no-legacy-peer-deps', '--install-strategy=hoisted']
  const flags = [...included, ...asLocked, '--no-audit', '--no-fund', ...cacheFlags()]
  const { status } = spawnSync(program, [...first, 'ci', ...flags], {
    stdio: 'inherit',
    shell: program === 'npm' && process.platform === 'win32',
  })
  if (status !== 0) end('npm could not install what is missing; what it says above is why.')
}

/** Where npm may not write in its own cache, it gets one here. */
function cacheFlags() {
  try {
    const cache = join(process.env.npm_config_cache ?? join(homedir(), '.npm'), '_cacache')
    mkdirSync(cache, { recursive: true })
    accessSync(cache, constants.W_OK)
    return []
  } catch {
    return ['--cache=.local/npm']
  }
}

function end(sentence, exitCode = 1) {
  console.error(sentence)
  process.exit(exitCode)
}
