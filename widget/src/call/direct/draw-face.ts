import { spokenLanguage } from '@visavis/shared/spoken-text/readable/load-rules.ts'
import type { SessionResponse } from '@visavis/shared/wire/session.ts'
import type { Look } from '../../avatars/portraits/look.ts'
import { VectorFace } from '../../avatars/vector-face/vector-face.ts'
import { createSpeaker } from '../../speech/speaking/voices/create-speaker.ts'
import type { VoiceSpeaker } from '../../speech/speaking/speaker.ts'

export type Drawing = { readonly avatar: VectorFace; readonly speaker: VoiceSpeaker }

/** The character's drawn face and the voice it speaks with; they load with the first of them. */
export function drawFace(
  { portrait, language }: SessionResponse['character'],
  look: Look,
): Drawing {
  const speaker = createSpeaker({ language: spokenLanguage(language), portrait })
  speaker.unlock()
  void speaker.warm()
  return { avatar: new VectorFace({ look, speaker }), speaker }
}
