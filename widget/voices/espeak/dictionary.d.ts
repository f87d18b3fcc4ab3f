export const marks: { isTransposed: number; all: number; length: number }
export const streamNames: readonly string[]
export function wordLength(kind: number, codeCount: number): number
export function unpackDictionary(packed: Uint8Array): Uint8Array
export function codesOf(kind: number, word: Uint8Array): number[]
