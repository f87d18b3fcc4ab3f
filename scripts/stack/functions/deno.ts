import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { localFolder } from '../local-folder.ts'

export const functionsDirectory = fileURLToPath(
  new URL('../../../supabase/functions/', import.meta.url),
)

/** Where the `deno` npm package keeps its executable; its own launcher would add a process. */
export function denoExecutable(): string {
  const { runInstall } = createRequire(import.meta.url)('deno/install_api.cjs') as {
    runInstall: () => string
  }
  return runInstall()
}

/** The names of all functions: folders with an `index.ts`. */
export function functionNames(directory = functionsDirectory): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .filter((name) => existsSync(`${directory}${name}/index.ts`))
    .sort()
}

/**
 * Resolves bare names by the function's own import map, as it deploys: without them Deno would
 * look into the root `package.json` and a missing entry would pass unseen.
 */
export function denoConfigFlags(name: string, directory = functionsDirectory): string[] {
  return ['--config', `${directory}${name}/deno.json`, '--node-modules-dir=none', '--no-lock']
}

/** What Deno needs of our own environment: certificates, registry and proxies, no secrets. */
export function denoEnvironment(): Record<string, string> {
  const wanted = /^(PATH|HOME|TMPDIR|TEMP|SystemRoot|USERPROFILE)$/iu
  const alsoWanted =
    /^(DENO_|SSL_CERT_|NPM_CONFIG_REGISTRY|NODE_EXTRA_CA_CERTS|(HTTPS?|ALL)_PROXY)/iu
  const inherited = Object.entries(process.env).filter(
    ([name, value]) =>
      value !== undefined &&
      (wanted.test(name) || alsoWanted.test(name)) &&
      // Deno asks nobody at all when a file of certificates is not there.
      !(/^(?:DENO_CERT|SSL_CERT_FILE)$/u.test(name) && !existsSync(value)),
  )
  return {
    // As npm and browsers do: behind a company's proxy its own certificate is in the system's store.
    DENO_TLS_CA_STORE: 'mozilla,system',
    // Not in the home folder, which need not be ours to write in.
    DENO_DIR: join(localFolder, 'deno'),
    ...(Object.fromEntries(inherited) as Record<string, string>),
    ...(!isHomeReadable() && { HOME: localFolder }),
    NO_PROXY: noProxy(),
    NO_COLOR: '1',
  }
}

/** Deno ends at once when it is kept from looking for npm's settings; that there are none is fine. */
function isHomeReadable(): boolean {
  try {
    readFileSync(join(process.env['HOME'] ?? '', '.npmrc'))
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT'
  }
}

/** Whatever proxy leads to the providers, functions and the API are on this machine. */
function noProxy(): string {
  const { NO_PROXY, no_proxy } = process.env
  return [NO_PROXY, no_proxy, 'localhost,127.0.0.1,::1'].filter(Boolean).join(',')
}
