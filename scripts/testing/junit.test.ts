import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readJunit } from './junit.ts'

test('a report of tests is counted, and what failed is named with its reason', () => {
  const { passed, failed, skipped, failures } = readJunit(`<testsuites>
    <testsuite name="./a.test.ts" tests="5" disabled="0" errors="1" failures="1">
      <testcase name="a &quot;good&quot; &lt;one&gt;" classname="./a.test.ts" time="0.1" line="6">
      </testcase>
      <testcase name="bad &amp; known"><failure message="1 is => 2">
1 is not 2 &lt;here&gt;
      </failure></testcase>
      <testcase name="ends before its time"><error message="x">cancelled</error></testcase>
      <testcase name="good, too" time="0.002"/>
      <testcase name="left out" time="0.000"><skipped/></testcase>
    </testsuite>
  </testsuites>`)
  assert.deepEqual({ passed, failed, skipped }, { passed: 2, failed: 2, skipped: 1 })
  assert.deepEqual(failures, [
    { name: 'bad & known', reason: '1 is not 2 <here>' },
    { name: 'ends before its time', reason: 'cancelled' },
  ])
})

test('a test that was begun and did not end has failed, and is named instead of what holds it', () => {
  const { passed, failed, skipped, failures } = readJunit(`<testsuites>
    <testcase name="a suite" time="300.0"><failure>Test timed out.</failure></testcase>
    <testcase name="a suite &gt; in it" classname="a"><skipped/></testcase>
    <testcase name="a suite &gt; in it &gt; good" time="0.1"></testcase>
    <testcase name="a suite &gt; in it &gt; waits" classname="a"><skipped/></testcase>
  </testsuites>`)
  assert.deepEqual({ passed, failed, skipped }, { passed: 1, failed: 2, skipped: 0 })
  assert.deepEqual(failures, [
    { name: 'a suite', reason: 'Test timed out.' },
    { name: 'a suite > in it > waits', reason: 'It did not end.' },
  ])
})
