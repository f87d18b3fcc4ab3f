import type { Look } from './look.ts'

/** By the portrait's name. A page fetches those that are seen on it. */
const looks = {
  ada: () => import('./looks/ada.ts'),
  eva: () => import('./looks/eva.ts'),
  grace: () => import('./looks/grace.ts'),
  nora: () => import('./looks/nora.ts'),
  tikhon: () => import('./looks/tikhon.ts'),
  viktor: () => import('./looks/viktor.ts'),
}

export const lookNames = Object.keys(looks)

/** The look of that name, or Eva's where the family has none. */
export async function loadLook(name: string): Promise<Look> {
  const load = Object.hasOwn(looks, name) ? looks[name as keyof typeof looks] : looks.eva
  return (await load()).look
}
