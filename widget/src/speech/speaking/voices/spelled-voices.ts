/** What moves the mouth by spelling: it loads where no phonemes tell of the sounds. */
export { SilentVoice } from './silent-voice.ts'
export { SystemVoice } from './system-voice.ts'
