import { readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  denoConfigFlags,
  denoEnvironment,
  denoExecutable,
  functionNames,
  functionsDirectory,
} from '../stack/functions/deno.ts'
import { findFiles } from './find-files.ts'
import { readJunit } from './junit.ts'
import { add, type Outcome, withExitCode } from './outcome.ts'
import { runCommand } from './run-command.ts'
import { testDatabase } from './test-database.ts'
import { startTestStack } from './test-stack.ts'

/**
 * Whose import map is used: that of the function which uses most, since tests put all functions
 * together. That each can do with its own is seen by `npm run check`.
 */
const testsRunAs = 'chat'

/** What functions share with the widget and the voice worker, free of any runtime's own: Node tests it. */
export const pureModules = ['spoken-text', 'turn-taking'].map((name) =>
  join(functionsDirectory, '_shared', name),
)

/** Whoever imports one of these talks to a stack. */
const talksToStack = /test\/fixtures\/(?:functions-under-test|conversations)\.ts/u

const timeLimit = fileURLToPath(new URL('deno-time-limit.js', import.meta.url))

/**
 * Runs what the functions are tested by, each beside its sources, as many files at once as there are
 * processors: first what needs nothing besides, then what needs a stack.
 */
export async function runFunctionTests(): Promise<Outcome> {
  const files = ['_shared', ...functionNames()]
    .flatMap((name) => findFiles(join(functionsDirectory, name), '.test.ts'))
    .filter((file) => !pureModules.some((folder) => file.startsWith(folder)))
  const needsStack = (file: string) => talksToStack.test(readFileSync(file, 'utf8'))
  const alone = await runDenoTests(['--parallel', ...files.filter((file) => !needsStack(file))])
  return add(alone, await runBesideStack(['--parallel', ...files.filter(needsStack)]))
}

/** Runs the tests of what models and their servers do wrong, some of it by the clock. */
export function runFaultTests(): Promise<Outcome> {
  return runBesideStack(findFiles('test/faults', '.test.ts'))
}

/**
 * Runs tests beside a stack on empty data, which they find through the variables a function has, and
 * `TEST_SITE_KEY`.
 */
async function runBesideStack(parameters: readonly string[]): Promise<Outcome> {
  const stack = await startTestStack({ ...testDatabase(), log: (line) => console.log(line) })
  try {
    return await runDenoTests(parameters, {
      ...stack.functionEnvironment,
      TEST_SITE_KEY: stack.siteKey,
    })
  } finally {
    await stack.close()
  }
}

/**
 * Runs tests in Deno.
 *
 * @param parameters the files, and how they are run besides
 * @param environment what they are told
 */
async function runDenoTests(
  parameters: readonly string[],
  environment: Record<string, string> = {},
): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'visavis-tests-'))
  try {
    const report = join(folder, 'report.xml')
    const exitCode = await runCommand(
      denoExecutable(),
      [
        'test',
        ...denoConfigFlags(testsRunAs),
        // Types are checked by `npm run check`.
        '--no-check',
        '--no-prompt',
        '--allow-net',
        '--allow-env',
        `--allow-read=${functionsDirectory}`,
        `--preload=${timeLimit}`,
        `--junit-path=${report}`,
        ...parameters,
      ],
      { environment: { ...denoEnvironment(), ...environment }, onlyThisEnvironment: true },
    )
    const text = await readFile(report, 'utf8').catch(() => '')
    return withExitCode(readJunit(text), exitCode)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
