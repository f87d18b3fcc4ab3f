import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import { nothing, type Outcome } from './outcome.ts'

/** A part of the tests that runs in a process of its own. */
export type PartProcess = {
  /** How it went; never rejects. A part that ends without telling has failed. */
  outcome: Promise<Outcome>
  /** Ends it with all that it has started, and resolves when it is over. */
  end(): Promise<void>
}

/** So that the lines of all parts begin in one column. */
const nameWidth = 9

/** How long what is ended may take to put its own things away, in milliseconds. */
const patienceMs = 5_000

/** How long the last lines of a part that is over are waited for, in milliseconds. */
const drainMs = 1_000

/**
 * Starts a part. What it prints is printed line by line, each behind the part's name: of parts that run
 * at the same time everybody sees which one says what, and nothing is held back that may explain why
 * the others wait.
 *
 * @param command a script that sends its parent the outcome, and its parameters
 * @param print takes a line
 */
export function startPart(
  name: string,
  [script, ...parameters]: [script: string, ...parameters: string[]],
  print: (line: string) => void,
): PartProcess {
  const isGroup = process.platform !== 'win32'
  const child = fork(script, parameters, {
    execArgv: ['--import', 'tsx'],
    silent: true,
    // The leader of a group of its own, in which everything is that it starts.
    detached: isGroup,
  })
  const signal = (name: NodeJS.Signals) => {
    try {
      if (isGroup && child.pid !== undefined) process.kill(-child.pid, name)
      else child.kill(name)
    } catch {
      // Nothing of it is left.
    }
  }
  const kill = () => signal('SIGKILL')
  process.once('exit', kill)
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue
    createInterface({ input: stream }).on('line', (line) => {
      // What draws over its own lines would draw over those of another part.
      const text = stripVTControlCharacters(line)
      if (text.trim() !== '') print(`${name.padEnd(nameWidth)} │ ${text}`)
    })
  }

  let told: Outcome | undefined
  child.on('message', (message) => (told = message as Outcome))
  const printed = once(child, 'close')
  const over = new Promise<string>((resolve) => {
    child.once('error', ({ message }) => resolve(message))
    child.once('exit', (code, by) => resolve(by === null ? `exit code ${code}` : `ended by ${by}`))
  }).then(async (reason) => {
    kill()
    process.off('exit', kill)
    // Something that got away may keep its output open.
    await Promise.race([printed, setTimeout(drainMs)])
    return reason
  })
  return {
    outcome: over.then((reason) => {
      const failure = { name: 'ended without an outcome', reason }
      return told ?? { ...nothing, failed: 1, failures: [failure] }
    }),
    async end() {
      signal('SIGTERM')
      await Promise.race([over, setTimeout(patienceMs)])
      kill()
      await over
    },
  }
}
