const checkMs = 1000

/** A face that is still for so many checks does not come back by itself any more. */
const mostChecks = 8

/**
 * Tells once when a video that runs all the time has stood still for 8 seconds: a connection without
 * a network is given up by the SDK only after three times as long. A page in the background draws
 * no frames, and is not asked for any.
 */
export function watchFrames(
  video: HTMLVideoElement,
  { signal, onFrozen }: { signal: AbortSignal; onFrozen: () => void },
): void {
  let frames = 0
  let stillChecks = 0
  const timer = setInterval(() => {
    const { totalVideoFrames } = video.getVideoPlaybackQuality()
    const isStill = totalVideoFrames === frames && !document.hidden && !video.paused
    stillChecks = isStill ? stillChecks + 1 : 0
    frames = totalVideoFrames
    if (stillChecks < mostChecks) return
    clearInterval(timer)
    onFrozen()
  }, checkMs)
  signal.addEventListener('abort', () => clearInterval(timer))
}
