/**
 * Stands for the package `buffer` in Anam's SDK, which uses two of its functions: one to read a token's
 * payload, one to measure a text. The package itself would be a fifth of the avatar.
 */
export const Buffer = {
  /** Decodes base64 or base64url; whatever encodings are asked for. */
  from(base64: string): { toString(): string } {
    const binary = atob(base64.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
    return { toString: () => new TextDecoder().decode(bytes) }
  },
  byteLength(text: string): number {
    return new TextEncoder().encode(text).length
  },
}
