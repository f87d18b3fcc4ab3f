import { type Clock, pageClock } from '../../clock.ts'

/** A clock that tells of frames, too; each order returns what takes it back. */
export interface FaceClock extends Clock {
  onFrame(draw: () => void): () => void
}

export const pageFaceClock: FaceClock = {
  ...pageClock,
  onFrame(draw) {
    const id = requestAnimationFrame(draw)
    return () => cancelAnimationFrame(id)
  },
}
