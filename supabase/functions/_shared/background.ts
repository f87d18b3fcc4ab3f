/** What the Edge Runtime has besides Deno. */
declare const EdgeRuntime: { waitUntil(work: Promise<unknown>): void } | undefined

/** Keeps the process alive for work that outlives its request, where it would not by itself. */
export function background(work: Promise<void>): void {
  if (typeof EdgeRuntime !== 'undefined') EdgeRuntime.waitUntil(work)
}
