import type { EarProblems } from '../call-words.ts'

export const words: EarProblems = {
  denied: 'The microphone is blocked. Allow it in the browser’s address bar, or write.',
  blocked: 'This page may not use a microphone. Write, and you will hear the answer.',
  insecure: 'A microphone needs a secure page (https). Write, and you will hear the answer.',
  language: 'Speech in this language is not understood here. Write, and you will hear the answer.',
  missing: 'No microphone was found. Plug one in, or write.',
  busy: 'Another program has the microphone. Close it, or write.',
  unplugged: 'The microphone is gone. Plug it in again, or write.',
  unsupported: 'This browser cannot turn speech into text. Write, and you will hear the answer.',
}
