/**
 * Plays a video and resolves when a frame of it is shown. Where the browser plays nothing aloud
 * before a gesture, it plays silently until there is one.
 */
export async function showFirstFrame(video: HTMLVideoElement, signal: AbortSignal): Promise<void> {
  const shown = new Promise<void>((resolve) => {
    // A page in the background draws no frames, but has them.
    video.addEventListener('loadeddata', () => resolve(), { once: true, signal })
    video.requestVideoFrameCallback?.(() => resolve())
  })
  try {
    await video.play()
  } catch {
    if (signal.aborted) return
    video.muted = true
    unmuteWithGesture(video, signal)
    // What keeps it from playing even so is told by the frame that never comes.
    await video.play().catch(() => undefined)
  }
  await shown
}

function unmuteWithGesture(video: HTMLVideoElement, signal: AbortSignal): void {
  const waiting = new AbortController()
  signal.addEventListener('abort', () => waiting.abort(), { once: true })
  const unmute = () => {
    video.muted = false
    waiting.abort()
  }
  const options = { capture: true, signal: waiting.signal }
  document.addEventListener('pointerdown', unmute, options)
  document.addEventListener('keydown', unmute, options)
}
