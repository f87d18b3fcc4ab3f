import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import {
  denoConfigFlags,
  denoEnvironment,
  denoExecutable,
  functionNames,
  functionsDirectory,
} from '../../stack/functions/deno.ts'

const run = promisify(execFile)
const compress = promisify(brotliCompress)

/** As the Supabase CLI compresses a bundle. */
const bundleQuality = 6

export type FunctionSizes = {
  /** Its modules and its npm packages whole, as `deno info` adds them up and the host unpacks them. */
  graphBytes: number
  /** The same after brotli, which is how a bundle travels and is weighed. */
  bundleBytes: number
}

/**
 * What each function weighs, in bytes. A package weighs all of itself, however little of it is
 * imported: the Edge Runtime packs its whole folder
 * (https://github.com/supabase/edge-runtime, crates/deno_facade/eszip/vfs.rs).
 */
export async function functionSizes(): Promise<Record<string, FunctionSizes>> {
  const sizes: Record<string, FunctionSizes> = {}
  for (const name of functionNames()) {
    const contents = await Promise.all((await graphFiles(name)).map((file) => readFile(file)))
    const graph = Buffer.concat(contents)
    const quality = { [constants.BROTLI_PARAM_QUALITY]: bundleQuality }
    const bundle = await compress(graph, { params: quality })
    sizes[name] = { graphBytes: graph.byteLength, bundleBytes: bundle.byteLength }
  }
  return sizes
}

/** What `deno info --json` tells of a module graph. */
type Graph = {
  modules: { local?: string }[]
  npmPackages: Record<string, { localPath: string }>
}

/** The files a function consists of; packages that are missing are downloaded. */
async function graphFiles(name: string): Promise<string[]> {
  const entry = join(functionsDirectory, name, 'index.ts')
  const { stdout } = await run(
    denoExecutable(),
    ['info', '--json', ...denoConfigFlags(name), '--quiet', entry],
    { env: denoEnvironment(), maxBuffer: 2 ** 26 },
  )
  const { modules, npmPackages } = JSON.parse(stdout) as Graph
  const packages = Object.values(npmPackages).map(({ localPath }) => filesIn(localPath))
  return [...modules.flatMap(({ local }) => local ?? []), ...(await Promise.all(packages)).flat()]
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
}
