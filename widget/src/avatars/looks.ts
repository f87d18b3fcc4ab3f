import type { Look } from './look.ts'

/** By the portrait's name. A page fetches those that are seen on it. */
const looks = {
  ada: async () => (await import('./looks/ada.ts')).ada,
  eva: async () => (await import('./looks/eva.ts')).eva,
  grace: async () => (await import('./looks/grace.ts')).grace,
  nora: async () => (await import('./looks/nora.ts')).nora,
  tikhon: async () => (await import('./looks/tikhon.ts')).tikhon,
  viktor: async () => (await import('./looks/viktor.ts')).viktor,
}

export const lookNames = Object.keys(looks)

/** The look of that name, or Eva's where the family has none. */
export function loadLook(name: string): Promise<Look> {
  const load = Object.hasOwn(looks, name) ? looks[name as keyof typeof looks] : looks.eva
  return load()
}
