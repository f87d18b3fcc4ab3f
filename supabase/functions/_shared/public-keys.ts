import * as v from 'valibot'

const base64url = v.pipe(v.string(), v.regex(/^[\w-]+$/u))
/** The private half of a key, which has no business among public ones. */
const d = v.exactOptional(v.never())

const PublicKey = v.variant('kty', [
  v.looseObject({ kty: v.literal('EC'), crv: v.string(), x: base64url, y: base64url, d }),
  v.looseObject({ kty: v.literal('RSA'), n: base64url, e: base64url, d }),
])

export type PublicKey = v.InferOutput<typeof PublicKey>

const AnyKey = v.looseObject({ kty: v.string() })
const KeySet = v.union([
  v.pipe(
    v.object({ keys: v.array(AnyKey) }),
    v.transform(({ keys }) => keys),
  ),
  v.array(AnyKey),
])

/**
 * The public keys of a JSON Web Key Set: `{"keys":[…]}`, or the list alone. Keys of other kinds are
 * passed over; a symmetric one is none to check tokens with, since the set is for everybody to read.
 * Undefined when it is no such set, or holds a key that is broken or private.
 */
export function publicKeysOf(set: unknown): readonly PublicKey[] | undefined {
  const keys = v.safeParse(KeySet, set)
  if (!keys.success) return undefined
  const candidates = keys.output.filter(({ kty }) => kty === 'EC' || kty === 'RSA')
  const publicKeys = v.safeParse(v.array(PublicKey), candidates)
  return publicKeys.success ? publicKeys.output : undefined
}
