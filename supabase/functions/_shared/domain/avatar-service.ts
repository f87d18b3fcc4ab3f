import type { Language } from './language.ts'

/** Who is to be seen. */
export type AvatarPersona = {
  name: string
  language: Language
  /** The face and the voice, by the service's own ids. */
  avatarId: string
  voiceId: string
  /** How long a session may last. */
  maxSeconds: number
}

/** A service of video faces that say what they are told to. */
export type AvatarService = {
  /**
   * A token with which one browser may begin one session with this face.
   *
   * @throws ProblemError `avatar_no_plan`, `avatar_limit_reached`, `avatar_busy`, `avatar_unavailable`
   */
  createToken(persona: AvatarPersona): Promise<string>
  /** Where browsers find the service, when it is not at its own address. */
  readonly publicUrl: string | undefined
}
