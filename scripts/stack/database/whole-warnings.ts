/**
 * Imported before `@supabase/lite`, which wraps `process.emitWarning` to drop one warning and takes
 * all of them for strings: Node also warns with an Error, and there the wrapper throws.
 */
const emitWarning = process.emitWarning.bind(process)
Object.defineProperty(process, 'emitWarning', {
  get: () => emitWarning,
  set: () => undefined,
})
