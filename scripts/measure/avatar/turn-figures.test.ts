import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Recording } from './recording.ts'
import { turnFigures } from './turn-figures.ts'

const answer = { text: 'Yes. And so on', sentence: 'Yes.' }
const rest = '0 0.5 0 0 0'
const wideOpen = '1 0.5 0 0.4 0.15'

/** Half a second of an `a` that begins to sound at 1000, with a frame every 20 ms. */
function recording(shape: string, changes: Partial<Recording> = {}): Recording {
  return {
    deltas: [
      { text: 'Ye', at: 800 },
      { text: 's. A', at: 900 },
      { text: 'nd so on', at: 950 },
    ],
    toldSoundAt: 1005,
    sounds: [{ start: 1000, end: 1500 }],
    portions: [{ sentence: 1, offsetMs: 0, lengthMs: 500, at: 1000 }],
    phonemes: [{ sentence: 1, ipa: 'a', atMs: 0 }],
    frames: Array.from({ length: 35 }, (_, index) => {
      const now = 900 + index * 20
      const isSounding = now >= 1000 && now < 1500
      return { now, shape: isSounding ? shape : rest, isDrawn: index % 2 === 0 }
    }),
    voice: 'espeak',
    ...changes,
  }
}

test('a sound is late by what passed since the text that it says', () => {
  const figures = turnFigures(answer, recording(wideOpen))
  assert.equal(figures.firstSoundMs, 200)
  assert.equal(figures.sentenceToSoundMs, 100)
  assert.equal(figures.firstSoundToldMs, 5)
})

test('an answer that begins with a clause says nothing of sentences', () => {
  const { sentenceToSoundMs } = turnFigures({ ...answer, sentence: null }, recording(wideOpen))
  assert.equal(sentenceToSoundMs, null)
})

test('only frames count that were drawn, while it sounded', () => {
  const { framesPerSecond, frames } = turnFigures(answer, recording(wideOpen))
  assert.deepEqual({ framesPerSecond, frames }, { framesPerSecond: 24, frames: 25 })
})

test('a mouth agrees that has the shape of what sounds, and no other does', () => {
  assert.equal(turnFigures(answer, recording(wideOpen)).visemeAgreement, 1)
  const closed = turnFigures(answer, recording(rest)).visemeAgreement
  assert.ok(closed < 0.3, `${closed}`)
})

test('a portion that was late moves its phonemes with it', () => {
  const late = recording(rest, {
    portions: [
      { sentence: 1, offsetMs: 0, lengthMs: 100, at: 1000 },
      { sentence: 1, offsetMs: 100, lengthMs: 100, at: 1400 },
    ],
    phonemes: [
      { sentence: 1, ipa: 'p', atMs: 0 },
      { sentence: 1, ipa: 'a', atMs: 100 },
    ],
  })
  const { visemeAgreement } = turnFigures(answer, late)
  assert.ok(visemeAgreement > 0.5, `closed lips until the late portion: ${visemeAgreement}`)
})

test('an answer that another voice said, or none, is no measurement', () => {
  assert.throws(() => turnFigures(answer, recording(rest, { voice: 'silent' })), /silent/u)
  assert.throws(() => turnFigures(answer, recording(rest, { sounds: [] })), /Not heard/u)
})
