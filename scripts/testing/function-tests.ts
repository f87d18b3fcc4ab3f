import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  denoConfigFlags,
  denoEnvironment,
  denoExecutable,
  functionNames,
  functionsDirectory,
} from '../stack/functions/deno.ts'
import { findFiles } from './find-files.ts'
import { readJunit } from './junit.ts'
import { type Outcome, withExitCode } from './outcome.ts'
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

/** Runs what the functions are tested by, each beside its sources. */
export function runFunctionTests(): Promise<Outcome> {
  const files = ['_shared', ...functionNames()]
    .flatMap((name) => findFiles(join(functionsDirectory, name), '.test.ts'))
    .filter((file) => !pureModules.some((folder) => file.startsWith(folder)))
  // As many files at once as there are processors.
  return runDenoTests(['--parallel', ...files])
}

/** Runs the tests of what models and their servers do wrong, some of it by the clock. */
export function runFaultTests(): Promise<Outcome> {
  return runDenoTests(findFiles('test/faults', '.test.ts'))
}

/**
 * Runs tests in Deno, beside a stack on empty data. They find it through the variables a function has,
 * and `TEST_SITE_KEY`.
 *
 * @param parameters the files, and how they are run besides
 */
async function runDenoTests(parameters: readonly string[]): Promise<Outcome> {
  const stack = await startTestStack({ ...testDatabase(), log: (line) => console.log(line) })
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
        `--junit-path=${report}`,
        ...parameters,
      ],
      {
        environment: {
          ...denoEnvironment(),
          ...stack.functionEnvironment,
          TEST_SITE_KEY: stack.siteKey,
        },
        onlyThisEnvironment: true,
      },
    )
    const text = await readFile(report, 'utf8').catch(() => '')
    return withExitCode(readJunit(text), exitCode)
  } finally {
    await rm(folder, { recursive: true, force: true })
    await stack.close()
  }
}
