import type {
  Heard,
  MicrophoneBlock,
  SpeakerBlock,
} from '../../../test/fixtures/microphone/heard.ts'
import type { Take } from '../../../test/fixtures/microphone/recording.ts'

export type BargeInRun = {
  readonly take: Take
  /** From the first sound of the take to 20 dB down; null if it did not come to that. */
  readonly duckMs: number | null
  /** From the first sound of the take to silence; null if there was none. */
  readonly silentMs: number | null
  /** It is heard again after the take. */
  readonly comesBack: boolean
}

/** The device begins the recording a little before the page hears of it, or after. */
const placeToleranceMs = 150

/** A first sound is this much louder than the room was just before. */
const overRoom = 4
const roomMs = 300

const ducked = 0.1
const silent = 0.001
/** Silence that is asked for comes within this time; what comes later is for another reason. */
const watchedMs = 1000

/** A voice is being heard if it is, for this much of the time before. */
const speakingMs = 600
const mostPauses = 0.5

/**
 * What a take did to the voice that spoke meanwhile; null if none did. `until` is when what comes
 * after the take begins.
 */
export function runOf(take: Take, untilMs: number, heard: Heard): BargeInRun | null {
  const onset = onsetOf(take, heard.microphone)
  if (onset === null) return null
  const before = heard.speaker.filter(({ at }) => at > onset - speakingMs && at <= onset)
  const usual = Math.sqrt(mean(before.map(({ played }) => played * played)))
  const audible = (block: SpeakerBlock) => block.played > usual * silent && block.spoken > 0.0001
  if (usual < 0.003 || before.filter(audible).length < before.length * mostPauses) return null

  const watched = heard.speaker.filter(({ at }) => at > onset && at <= onset + watchedMs)
  const down = watched.find(({ spoken, played }) => played <= spoken * ducked)
  const last = watched.findLast(audible)
  const goesQuiet = last !== undefined && last !== watched.at(-1)
  const silentMs = goesQuiet ? last.at - onset : null
  const lengthMs = take.toMs - take.fromMs
  const after = heard.speaker.filter(
    ({ at }) => at > onset + lengthMs && at <= onset + untilMs - take.fromMs,
  )
  return {
    take,
    duckMs: least(down === undefined ? null : down.at - onset, silentMs),
    silentMs,
    comesBack: after.filter(({ played }) => played > usual * ducked).length > after.length / 8,
  }
}

/** What a browser takes for noise may never reach the page: then it is where it should have been. */
function onsetOf(
  { fromMs, toMs, isInterruption }: Take,
  blocks: readonly MicrophoneBlock[],
): number | null {
  const from = fromMs - placeToleranceMs
  const room = blocks.filter(({ fileMs }) => fileMs > from - roomMs && fileMs <= from)
  const loudest = Math.max(0.0003, ...room.map(({ level }) => level))
  const isLoud = ({ fileMs, level }: MicrophoneBlock) =>
    fileMs > from && fileMs < toMs + placeToleranceMs && level > loudest * overRoom
  const first = blocks.find(isLoud)
  if (first === undefined && isInterruption) return null
  return (first ?? blocks.find(({ fileMs }) => fileMs >= fromMs))?.at ?? null
}

function least(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
