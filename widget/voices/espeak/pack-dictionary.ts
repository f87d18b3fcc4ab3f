// SPDX-License-Identifier: GPL-3.0-or-later
import { codesOf, marks, streamNames, unpackDictionary, wordLength } from './dictionary.js'

type Entry = { kind: number; codes: number[]; key: string; tail: Buffer }

/**
 * A dictionary of eSpeak NG in the packed form of `dictionary.js`: words in order, each written as
 * what it adds to the one before.
 *
 * @throws when what is unpacked would not be the same entries
 */
export function packDictionary(table: Buffer): Buffer {
  const { entries, rules } = read(table)
  // The order of entries of one word counts, and sorting keeps it.
  entries.sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
  const packed = write(entries, rules)
  const unpacked = Buffer.from(unpackDictionary(packed))
  if (unpacked.length !== table.length || !sortedEntries(unpacked).equals(sortedEntries(table))) {
    throw new Error('The dictionary is not what it was when it is unpacked')
  }
  return packed
}

function read(table: Buffer): { entries: Entry[]; rules: Buffer } {
  const chainCount = table.readInt32LE(0)
  const entries: Entry[] = []
  let at = 8
  for (let chain = 0; chain < chainCount; chain += 1) {
    for (; table[at] !== 0; at += table[at] ?? 0) {
      const mark = table[at + 1] ?? 0
      const wordEnd = at + 2 + (mark & marks.length)
      const kind = mark & marks.all
      const codes = codesOf(kind, table.subarray(at + 2, wordEnd))
      if (wordLength(kind, codes.length) !== (mark & marks.length)) {
        throw new Error('A word is not as long as its letters')
      }
      const key = String.fromCharCode(...codes)
      entries.push({ kind, codes, key, tail: table.subarray(wordEnd, at + (table[at] ?? 0)) })
    }
    at += 1
  }
  return { entries, rules: table.subarray(table.readInt32LE(4)) }
}

function write(entries: readonly Entry[], rules: Buffer): Buffer {
  const streams: Record<string, number[]> = Object.fromEntries(
    streamNames.map((name) => [name, []]),
  )
  const add = (name: string, ...bytes: number[]) => streams[name]?.push(...bytes)
  let before: readonly number[] = []
  for (const { kind, codes, tail } of entries) {
    let shared = 0
    while (shared < codes.length && codes[shared] === before[shared]) shared += 1
    add('kind', kind)
    add('shared', shared)
    add('added', codes.length - shared)
    add('addeds', ...codes.slice(shared))
    add('tailLength', tail.length)
    add('tails', ...tail)
    before = codes
  }
  streams['rules'] = [...rules]
  const parts = streamNames.map((name) => Buffer.from(streams[name] ?? []))
  const header = Buffer.alloc(parts.length * 4)
  for (const [index, { length }] of parts.entries()) header.writeUInt32LE(length, index * 4)
  return Buffer.concat([header, ...parts])
}

/** Each chain's entries in an order of their own, as only that of equal words counts. */
function sortedEntries(table: Buffer): Buffer {
  const chains: Buffer[] = []
  let at = 8
  for (let chain = 0; chain < table.readInt32LE(0); chain += 1) {
    const entries: Buffer[] = []
    for (; table[at] !== 0; at += table[at] ?? 0) {
      entries.push(table.subarray(at, at + (table[at] ?? 0)))
    }
    at += 1
    chains.push(...entries.sort((one, other) => one.compare(other)))
  }
  return Buffer.concat([...chains, table.subarray(table.readInt32LE(4))])
}
