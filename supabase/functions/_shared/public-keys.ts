import * as v from 'valibot'

const base64url = v.pipe(v.string(), v.regex(/^[\w-]+$/u))
/** The private half of a key, which has no business among public ones. */
const d = v.exactOptional(v.never())

const PublicKey = v.variant('kty', [
  v.looseObject({ kty: v.literal('EC'), crv: v.string(), x: base64url, y: base64url, d }),
  v.looseObject({ kty: v.literal('RSA'), n: base64url, e: base64url, d }),
])

export type PublicKey = v.InferOutput<typeof PublicKey>

const OtherKey = v.looseObject({
  kty: v.pipe(v.string(), v.notValue('EC'), v.notValue('RSA')),
})
const KeySet = v.union([
  v.pipe(
    v.object({ keys: v.array(v.unknown()) }),
    v.transform(({ keys }) => keys),
  ),
  v.array(v.unknown()),
])

/**
 * The public keys of a JSON Web Key Set: `{"keys":[…]}`, or the list alone. Keys of other kinds are
 * passed over; a symmetric one is none to check tokens with, since the set is for everybody to read. So
 * are those that are broken or private, but then the set is not sound. Undefined when it is no set.
 */
export function publicKeysOf(
  set: unknown,
): { publicKeys: readonly PublicKey[]; isSound: boolean } | undefined {
  const keys = v.safeParse(KeySet, set)
  if (!keys.success) return undefined
  const candidates = keys.output.filter((key) => !v.is(OtherKey, key))
  const publicKeys = candidates.filter((key) => v.is(PublicKey, key))
  return { publicKeys, isSound: publicKeys.length === candidates.length }
}
