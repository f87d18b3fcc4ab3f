import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import {
  denoConfigFlags,
  denoEnvironment,
  denoExecutable,
  functionNames,
  functionsDirectory,
} from '../stack/functions/deno.ts'
import { startStack } from '../stack/stack.ts'
import { findFiles } from './find-files.ts'
import { add, nothing, type Outcome, withExitCode } from './outcome.ts'
import { runCommand } from './run-command.ts'
import { testDatabase } from './test-database.ts'

/**
 * Whose import map is used: that of the function which uses most, since tests put all functions
 * together. That each can do with its own is seen by `npm run check`.
 */
const testsRunAs = 'chat'

function testFolders(): string[] {
  const functions = ['_shared', ...functionNames()].map((name) => join(functionsDirectory, name))
  return [...functions, 'test/faults']
}

/**
 * Runs the tests of the functions in Deno, beside a stack on empty data. Tests find it through the
 * variables a function has, and `TEST_SITE_KEY`.
 */
export async function runFunctionTests(): Promise<Outcome> {
  const stack = await startStack({ ...testDatabase(), log: (line) => console.log(line) })
  const folder = await mkdtemp(join(tmpdir(), 'visavis-tests-'))
  try {
    let outcome = nothing
    for (const tests of testFolders()) {
      const files = findFiles(tests, '.test.ts')
      if (files.length === 0) continue
      const report = join(folder, `${basename(tests)}.xml`)
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
          ...files,
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
      outcome = add(outcome, withExitCode(readJunit(text), exitCode))
    }
    return outcome
  } finally {
    await rm(folder, { recursive: true, force: true })
    await stack.close()
  }
}

/** Adds up a JUnit report's suites. */
function readJunit(report: string): Outcome {
  let outcome = nothing
  for (const [suite] of report.matchAll(/<testsuite [^>]*>/gu)) {
    const count = (name: string) =>
      Number(new RegExp(` ${name}="(\\d+)"`, 'u').exec(suite)?.[1] ?? 0)
    const failed = count('failures') + count('errors')
    const skipped = count('disabled') + count('skipped')
    outcome = add(outcome, { failed, skipped, passed: count('tests') - failed - skipped })
  }
  return outcome
}
