/**
 * A reporter of Node's test runner: the outcome as JSON of `outcome.ts`. It is no TypeScript because
 * the runner itself loads it, without what the tests are loaded with.
 *
 * @param {AsyncIterable<import('node:test/reporters').TestEvent>} events
 */
export default async function* report(events) {
  let [passed, skipped] = [0, 0]
  const failures = []
  /** What has begun and not ended, in its order: a file, and the suites and tests in it. */
  const running = []
  for await (const { type, data } of events) {
    if (type === 'test:dequeue') running.push(data)
    if (type === 'test:complete') {
      const isEnding = ({ name, file }) => name === data.name && file === data.file
      const index = running.findLastIndex(isEnding)
      if (index >= 0) running.splice(index, 1)
    }
    if (type === 'test:pass' && data.details.type !== 'suite') {
      if (data.skip === undefined && data.todo === undefined) passed += 1
      else skipped += 1
    }
    if (type === 'test:fail') {
      const { error, duration_ms: ms } = data.details
      // What holds tests fails with them; they are counted themselves.
      if (error.failureType === 'subtestsFailed') continue
      // A file whose time is over fails as one; the test that it was at has not ended.
      const unfinished = running.findLast(({ file }) => file === data.file)
      const isFile = data.name === data.file
      const name = isFile && unfinished ? unfinished.name : data.name
      failures.push({ name, reason: reasonOf(error), file: data.file, ms })
    }
  }
  yield JSON.stringify({ passed, skipped, failed: failures.length, failures })
}

function reasonOf({ cause, message }) {
  return cause?.stack ?? message
}
