import type { VoiceFrame } from './voice-frame.ts'

/** How much louder than the room a voice has to be, and how loud at least. */
const quietAvatar = { aboveRoom: 6, atLeast: -60 }
const speakingAvatar = { aboveRoom: 12, atLeast: -50 }

/** What echo cancellation leaves of the avatar is further below the visitor's own voice than this. */
const belowOwnVoice = 12

/** The room's noise is learnt fast when it gets quieter, slowly when it gets louder; dB per frame. */
const roomFalls = 0.5
const roomRises = 0.03

/** A voice dips between its sounds and is no quieter for it; dB per frame. */
const voiceFades = 0.5

/** How fast the visitor's usual level follows the level of clear voice. */
const voiceFollows = 0.02

/** Tells a visitor's voice from the room and from what is left of the avatar's, by level. */
export class Loudness {
  #room = -70
  #ownVoice: number | null = null
  #level = -100

  /** For every frame, in order. */
  isLoud(frame: VoiceFrame, isOverAvatar: boolean): boolean {
    this.#level = Math.max(frame.level, this.#level - voiceFades)
    return this.#isAbove(this.#level, isOverAvatar)
  }

  /** The same of this frame alone, whatever was before. */
  isLoudNow({ level }: VoiceFrame, isOverAvatar: boolean): boolean {
    return this.#isAbove(level, isOverAvatar)
  }

  learn(
    { level, probability }: VoiceFrame,
    { isClear, isOverAvatar }: { isClear: boolean; isOverAvatar: boolean },
  ): void {
    if (probability < 0.5) {
      // A device that is muted gives nothing, and is no quiet room.
      const heard = Math.max(level, -90)
      this.#room += Math.min(roomRises, Math.max(-roomFalls, heard - this.#room))
    }
    if (isClear && !isOverAvatar) {
      this.#ownVoice ??= level
      this.#ownVoice += (level - this.#ownVoice) * voiceFollows
    }
  }

  #isAbove(level: number, isOverAvatar: boolean): boolean {
    const { aboveRoom, atLeast } = isOverAvatar ? speakingAvatar : quietAvatar
    if (level < atLeast || level < this.#room + aboveRoom) return false
    return !isOverAvatar || this.#ownVoice === null || level >= this.#ownVoice - belowOwnVoice
  }
}
