/** More of what a microphone hears that is no speech; see `test-sounds.ts`. */
import {
  cough,
  joined,
  randomNumbers,
  resonance,
  silence,
  soundOf,
  soundRate,
} from './test-sounds.ts'

/** Coughs in a row, as close to each other as breath allows. */
export function fitOfCoughs(count: number, seed: number): Float32Array {
  const random = randomNumbers(seed)
  const coughs = Array.from({ length: count }, (_, index) => cough(seed * 100 + index))
  return joined(...coughs.flatMap((each) => [each, silence(80 + 250 * random())]))
}

/** A throat with a voice in it: pulses and air, shaped in time by `loudnessAt`, 0–1. */
function voiced({
  ms,
  pitch,
  air,
  formants,
  random,
  loudnessAt,
}: {
  ms: number
  pitch: number
  air: number
  formants: readonly number[]
  random: () => number
  loudnessAt: (part: number) => number
}): Float32Array {
  let phase = 0
  const source = soundOf(ms, (seconds) => {
    const part = (seconds * 1000) / ms
    phase += (pitch * (1.1 - 0.2 * part + 0.05 * random())) / soundRate
    const isPulse = phase > 1
    if (isPulse) phase -= 1
    return ((random() * 2 - 1) * air + (isPulse ? 4 : 0)) * loudnessAt(part)
  })
  const resonances = formants.map((frequency) => resonance(source, frequency, 4))
  return source.map((_, index) =>
    resonances.reduce((sum, each, place) => sum + (each[index] ?? 0) / (place + 1), 0),
  )
}

const arch = (part: number) => Math.sin(Math.PI * part) ** 0.7

/** “Khm-khm”: two growls. */
export function throatClearing(seed: number): Float32Array {
  const random = randomNumbers(seed)
  const growl = () =>
    voiced({
      ms: 180 + 120 * random(),
      pitch: 75 + 40 * random(),
      air: 0.5,
      formants: [550 + 150 * random(), 1300, 2500],
      random,
      loudnessAt: arch,
    })
  return joined(growl(), silence(60 + 80 * random()), growl(), silence(50))
}

/** “Ha-ha-ha”: short vowels with breath between them. */
export function laughter(seed: number): Float32Array {
  const random = randomNumbers(seed)
  const pitch = 180 + 160 * random()
  const laughs = Array.from({ length: 4 + Math.floor(4 * random()) }, () => [
    voiced({
      ms: 60 + 50 * random(),
      pitch: pitch * (0.9 + 0.2 * random()),
      air: 0.3,
      formants: [750, 1250, 2600],
      random,
      loudnessAt: arch,
    }),
    breath(seed + Math.floor(1000 * random()), 80 + 60 * random()).map((sample) => sample * 0.5),
  ])
  return joined(...laughs.flat())
}

/** Air through a mouth. */
export function breath(seed: number, ms = 700): Float32Array {
  const random = randomNumbers(seed)
  const air = soundOf(
    ms,
    (seconds) => (random() * 2 - 1) * 0.4 * Math.sin((Math.PI * seconds * 1000) / ms),
  )
  return resonance(air, 1200 + 800 * random(), 0.7)
}

type Mode = readonly [frequency: number, fadesInSeconds: number, loudness: number]

function struck(ms: number, modes: readonly Mode[]): Float32Array {
  return soundOf(ms, (seconds) =>
    modes.reduce(
      (sum, [frequency, fadesInSeconds, loudness]) =>
        sum +
        loudness *
          Math.exp(-seconds / fadesInSeconds) *
          Math.sin(2 * Math.PI * frequency * seconds),
      0,
    ),
  )
}

/** A door falls shut: wood, and its latch. */
export function door(seed: number): Float32Array {
  const random = randomNumbers(seed)
  const wood = struck(350, [
    [55 + 20 * random(), 0.09, 0.5],
    [120 + 40 * random(), 0.06, 0.35],
    [310 + 90 * random(), 0.03, 0.2],
  ])
  const latch = soundOf(60, (seconds) => (random() * 2 - 1) * 0.4 * Math.exp(-seconds / 0.008))
  return joined(latch, wood)
}

/** A cup is put on its saucer: it rings, twice. */
export function cup(seed: number): Float32Array {
  const random = randomNumbers(seed)
  const ring = (loudness: number) =>
    struck(220, [
      [2300 + 500 * random(), 0.05, 0.3 * loudness],
      [4100 + 700 * random(), 0.03, 0.2 * loudness],
      [6800 + 900 * random(), 0.015, 0.15 * loudness],
    ])
  return joined(ring(1), ring(0.5))
}
