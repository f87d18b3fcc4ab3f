// SPDX-License-Identifier: GPL-3.0-or-later
// Puts the voice together in `dist/`: the engine with a slice of its data, the worker, licences.
import { cp, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packDictionary } from './pack-dictionary.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))
const output = join(folder, 'dist')
const enginePackage = dirname(
  createRequire(import.meta.url).resolve('@echogarden/espeak-ng-emscripten'),
)

const dataFolder = '/usr/share/espeak-ng-data/'
/** What every language needs, and English, which Russian reads Latin letters with. */
const baseFiles = [
  ...['phontab', 'phonindex', 'phondata', 'intonations', 'en_dict'],
  ...['lang/gmw/en', 'lang/gmw/en-US', 'lang/zle/ru', 'voices/!v/f2'],
]
/** Each a file of its own, loaded when its language is first spoken. */
const dictionaries = ['ru_dict']
const ownFiles = [
  ...[
    'worker.js',
    'worklet.js',
    'worklet-globals.js',
    'engine.js',
    'dictionary.js',
    'README.md',
    'COPYING',
  ],
]

type PackagedFile = { filename: string; start: number; end: number }

/** Builds what is older than its sources, and says where it lies. */
export async function buildEspeakVoice(): Promise<string> {
  const sources = [...ownFiles, 'build.ts', 'pack-dictionary.ts'].map((name) => join(folder, name))
  const newest = await Promise.all(
    [...sources, join(enginePackage, 'package.json')].map(
      async (path) => (await stat(path)).mtimeMs,
    ),
  )
  const built = await stat(join(output, 'COPYING')).catch(() => null)
  if (built && built.mtimeMs >= Math.max(...newest)) return output
  await mkdir(output, { recursive: true })
  await writeEngine()
  for (const name of ownFiles) {
    await cp(join(folder, name), join(output, name), { preserveTimestamps: false })
  }
  return output
}

async function writeEngine(): Promise<void> {
  const code = await readFile(join(enginePackage, 'espeak-ng.js'), 'utf8')
  const data = await readFile(join(enginePackage, 'espeak-ng.data'))
  // Emscripten's index of the packed files, as its packager writes it.
  const [index, list = ''] = /loadPackage\(\{files:\[([^\]]*)\],remote_package_size:\d+\}\)/u.exec(
    code,
  ) ?? ['']
  const packed = [...list.matchAll(/\{filename:"([^"]+)",start:(\d+),end:(\d+)\}/gu)].map(
    ([, filename = '', start, end]): PackagedFile => ({
      filename,
      start: Number(start),
      end: Number(end),
    }),
  )
  const contentOf = (name: string) => {
    const file = packed.find(({ filename }) => filename === dataFolder + name)
    if (!file) throw new Error(`espeak-ng.data has no ${name}`)
    return data.subarray(file.start, file.end)
  }
  const kept: PackagedFile[] = []
  let size = 0
  for (const name of baseFiles) {
    const { length } = contentOf(name)
    kept.push({ filename: dataFolder + name, start: size, end: size + length })
    size += length
  }
  const newIndex = `loadPackage(${JSON.stringify({ files: kept, remote_package_size: size })})`
  const notice = '// Modified: its data is cut down to Russian and English. See README.md.\n'
  await writeFile(join(output, 'espeak-ng.js'), notice + code.replace(index, () => newIndex))
  await writeData('espeak-ng-data', Buffer.concat(baseFiles.map(contentOf)))
  for (const name of dictionaries) await writeData(name, packDictionary(contentOf(name)))
}

/**
 * Data as a script: what may load the engine may load its data, under any policy and from any
 * origin. Each byte is the character of its number, which compresses nearly as well as the bytes.
 */
async function writeData(name: string, data: Buffer): Promise<void> {
  const escapes: Record<string, string> = { '\\': '\\\\', "'": "\\'", '\r': '\\r', '\n': '\\n' }
  const text = data.toString('latin1').replaceAll(/[\\'\r\n]/gu, (sign) => escapes[sign] ?? sign)
  const place = `(globalThis.espeakFiles ??= {})['${name}']`
  await writeFile(join(output, `${name}.js`), `${place} = '${text}'\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await buildEspeakVoice())
