/**
 * The text of a chunk says which one of its stream it is and when it was written. All texts are of
 * one length, so that an answer's length tells how many of them it holds.
 */
const timedText = /~(\d{5})\.(\d{16}) /gu

/** In characters, and in bytes. */
export const timedTextLength = '~00000.0000000000000000 '.length

/** Microseconds of a clock that all processes of a machine share. */
export function nowMicroseconds(): number {
  return Number(process.hrtime.bigint() / 1000n)
}

/** @param index counted from 0 */
export function timedTextOf(index: number): string {
  return `~${String(index).padStart(5, '0')}.${String(nowMicroseconds()).padStart(16, '0')} `
}

export type TimedChunk = { index: number; writtenAt: number }

/** All chunks that a text holds whole. */
export function readTimedChunks(text: string): TimedChunk[] {
  return Array.from(text.matchAll(timedText), ([, index, writtenAt]) => ({
    index: Number(index),
    writtenAt: Number(writtenAt),
  }))
}
