// Copyright (C) 2026 the authors of this voice.
// SPDX-License-Identifier: GPL-3.0-or-later
// A dictionary of eSpeak NG, in the order of its words instead of its hash table: a fourth of the
// bytes when compressed. What is known of the format is from its dictionary.c and tr_languages.c.

const chains = 1024
/** Letters are counted from the one before а, and a frequent pair of them is one code. */
const letterBase = 0x42f
const firstPair = 0x23
const pairs = [
  ...['ла', 'на', 'та', 'ав', 'ов', 'не', 'ре', 'ви', 'ак', 'ок', 'ал', 'ил', 'ан', 'ен', 'ин'],
  ...['нн', 'он', 'ын', 'во', 'ро', 'со', 'оп', 'рп', 'ар', 'ер', 'ир', 'ор', 'тс', 'яс'],
]
const pairLetters = Uint16Array.from(pairs.join(''), (letter) => letter.charCodeAt(0))
const longestEntry = 256

/** Marks of an entry, beside the length of its word. */
export const marks = { isTransposed: 0x40, all: 0xc0, length: 0x3f }

/** The streams of the packed form, in their order; each a byte per entry but the three with `s`. */
export const streamNames = [
  ...['kind', 'shared', 'added', 'tailLength'],
  ...['addeds', 'tails', 'rules'],
]

/** How many bytes the codes of a word take: transposed, they have six bits each. */
export function wordLength(kind, codeCount) {
  return kind & marks.isTransposed ? Math.ceil((codeCount * 6) / 8) : codeCount
}

/**
 * The table that eSpeak NG reads, of a packed dictionary: the length of each stream as 32 bits, and
 * the streams.
 */
export function unpackDictionary(packed) {
  const view = new DataView(packed.buffer, packed.byteOffset)
  const streams = {}
  let at = streamNames.length * 4
  for (const [index, name] of streamNames.entries()) {
    const length = view.getUint32(index * 4, true)
    streams[name] = packed.subarray(at, at + length)
    at += length
  }
  const { kind, shared, added, tailLength, addeds, tails, rules } = streams
  const count = kind.length
  const hashes = new Uint16Array(count)
  const ends = new Uint32Array(count)
  const sizes = new Uint32Array(chains)
  const entries = new Uint8Array(sizeOf(streams))
  const codes = new Uint8Array(longestEntry)
  const word = new Uint8Array(longestEntry * 4)
  let end = 0
  let addedAt = 0
  let tailAt = 0
  // Hundreds of thousands of entries: byte by byte is faster than views of a few bytes.
  for (let index = 0; index < count; index += 1) {
    const codeCount = shared[index] + added[index]
    for (let code = shared[index]; code < codeCount; code += 1) codes[code] = addeds[addedAt++]
    const length = wordLength(kind[index], codeCount)
    const hash = hashOf(word, writeWord(word, codes, codeCount, kind[index]))
    const size = 2 + length + tailLength[index]
    entries[end++] = size
    entries[end++] = kind[index] | length
    for (let byte = 0; byte < length; byte += 1) entries[end++] = word[byte]
    for (let byte = 0; byte < tailLength[index]; byte += 1) entries[end++] = tails[tailAt++]
    hashes[index] = hash
    sizes[hash] += size
    ends[index] = end
  }
  return intoTable({ entries, hashes, ends, sizes, rules })
}

function sizeOf({ kind, shared, added, tailLength }) {
  let size = 0
  for (let index = 0; index < kind.length; index += 1) {
    size += 2 + wordLength(kind[index], shared[index] + added[index]) + tailLength[index]
  }
  return size
}

/** Chains of entries, each closed by a zero, between the header and the rules. */
function intoTable({ entries, hashes, ends, sizes, rules }) {
  const rulesAt = 8 + chains + entries.length
  const table = new Uint8Array(rulesAt + rules.length)
  const header = new DataView(table.buffer)
  header.setUint32(0, chains, true)
  header.setUint32(4, rulesAt, true)
  const places = new Uint32Array(chains)
  let place = 8
  for (let hash = 0; hash < chains; hash += 1) {
    places[hash] = place
    place += sizes[hash] + 1
  }
  let from = 0
  for (let index = 0; index < hashes.length; index += 1) {
    let to = places[hashes[index]]
    for (; from < ends[index]; from += 1) table[to++] = entries[from]
    places[hashes[index]] = to
  }
  table.set(rules, rulesAt)
  return table
}

/**
 * Writes a word as eSpeak NG has it in memory when it hashes it: transposed, the shorter form lies
 * over the beginning of the letters. Returns how much is written.
 */
function writeWord(word, codes, codeCount, kind) {
  if (!(kind & marks.isTransposed)) {
    for (let at = 0; at < codeCount; at += 1) word[at] = codes[at]
    return codeCount
  }
  let letters = 0
  for (let at = 0; at < codeCount; at += 1) {
    const code = codes[at]
    const isPair = code >= firstPair
    const pair = isPair ? (code - firstPair) * 2 : 0
    for (let half = 0; half < (isPair ? 2 : 1); half += 1) {
      const letter = isPair ? pairLetters[pair + half] : letterBase + code
      word[letters++] = 0xc0 | (letter >> 6)
      word[letters++] = 0x80 | (letter & 0x3f)
    }
  }
  let length = 0
  let bits = 0
  let waiting = 0
  for (let at = 0; at < codeCount; at += 1) {
    waiting = (waiting << 6) | codes[at]
    bits += 6
    if (bits >= 8) {
      bits -= 8
      word[length++] = (waiting >> bits) & 0xff
      waiting &= (1 << bits) - 1
    }
  }
  if (bits > 0) word[length++] = (waiting << (8 - bits)) & 0xff
  return Math.max(letters, length)
}

function hashOf(word, length) {
  let hash = 0
  let characters = 0
  for (; characters < length && word[characters] !== 0; characters += 1) {
    hash = hash * 8 + word[characters]
    hash = (hash & 0x3ff) ^ (hash >> 8)
  }
  return (hash + characters) & 0x3ff
}

/** The code of each word of six bits, without the padding at the end. */
export function codesOf(kind, word) {
  if (!(kind & marks.isTransposed)) return [...word]
  const codes = []
  let bits = 0
  let waiting = 0
  for (const byte of word) {
    waiting = (waiting << 8) | byte
    bits += 8
    while (bits >= 6) {
      bits -= 6
      codes.push((waiting >> bits) & 0x3f)
    }
    waiting &= (1 << bits) - 1
  }
  while (codes.at(-1) === 0) codes.pop()
  return codes
}
