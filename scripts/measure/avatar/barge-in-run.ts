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

/** After a noise it is heard again within this time, for a good part of it. */
const comesBackMs = 2000
const heardAgain = 0.1

/** A voice is being heard if it is, for this much of the time before. */
const speakingMs = 600
const mostPauses = 0.5

/** What a take did to the voice that spoke meanwhile; null if that cannot be told. */
export function runOf(take: Take, heard: Heard): BargeInRun | null {
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
  // It paused by itself, and nobody can hear when it would have been silent.
  if (goesQuiet && last.at < (down?.at ?? Infinity) && take.isInterruption) return null
  const end = onset + take.toMs - take.fromMs
  const after = heard.speaker.filter(({ at }) => at > end && at <= end + comesBackMs)
  return {
    take,
    duckMs: down === undefined ? null : down.at - onset,
    silentMs: goesQuiet ? last.at - onset : null,
    comesBack:
      after.filter(({ played }) => played > usual * ducked).length > after.length * heardAgain,
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

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
