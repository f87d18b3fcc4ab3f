import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A script in a Node of its own that is told what to do by one message and answers with one. */
export type Child = {
  processId: number
  /** Rejects when the process ends without having answered. */
  answer<Answer>(): Promise<Answer>
  stop(): Promise<void>
}

/** @param script its name, beside this file */
export function startChild(script: string, message: object): Child {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), {
    execArgv: ['--import', import.meta.resolve('tsx')],
    // Keeps typed arrays what they are.
    serialization: 'advanced',
  })
  const ended = once(child, 'exit')
  const answered = Promise.race([
    once(child, 'message').then(([answer]) => answer as unknown),
    ended.then(() => Promise.reject(new Error(`${script} ended before it answered`))),
  ])
  answered.catch(() => undefined)
  child.send(message)
  if (child.pid === undefined) throw new Error(`${script} could not be started`)
  return {
    processId: child.pid,
    answer: <Answer>() => answered as Promise<Answer>,
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
