/** Families whose chat templates open a thought themselves, as their names go. */
const families = /(?:^|[^a-z])(?:r1|qwq|reasoner|reasoning|thinker|thinking)(?![a-z])/iu

/**
 * Whether a model is likely to begin inside a thought that nobody marks, when its server does not
 * part thoughts from answers.
 */
export function mayOpenInThought(modelName: string): boolean {
  return families.test(modelName)
}
