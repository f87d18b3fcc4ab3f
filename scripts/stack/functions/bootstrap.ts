// Runs inside Deno before a function: what the Edge Runtime has and plain Deno lacks.

Object.assign(globalThis, {
  EdgeRuntime: {
    /** Work that outlives its response; the process lives on anyway, so only its failure matters. */
    waitUntil(work: Promise<unknown>): void {
      work.catch((error: unknown) => {
        console.error('background work failed', error instanceof Error ? error.name : typeof error)
      })
    },
  },
})

/**
 * The stack holds the other end of standard input. Each byte says, as the Edge Runtime does, that the
 * function's time is nearly over; when the stack is gone, so is the function.
 */
async function endWithTheStack(): Promise<void> {
  const warning = new Uint8Array(1)
  while ((await Deno.stdin.read(warning)) !== null) dispatchEvent(new Event('beforeunload'))
  Deno.exit(0)
}

// A preloaded module must come to rest before the function begins, so the watch begins with serving.
const { serve } = Deno
Object.defineProperty(Deno, 'serve', {
  value: (...parameters: Parameters<typeof serve>) => {
    void endWithTheStack()
    return serve(...parameters)
  },
})
