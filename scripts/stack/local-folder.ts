import { fileURLToPath } from 'node:url'

/** Holds what is made on this machine and may be deleted: data, and caches of what is downloaded. */
export const localFolder = fileURLToPath(new URL('../../.local', import.meta.url))
