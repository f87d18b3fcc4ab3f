/** Sounds for tests of listening, the same on every run: 48 kHz, mono, samples from -1 to 1. */
export const soundRate = 48_000

/** Numbers from 0 to 1 that look random and are the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const samples = (ms: number) => Math.round((ms * soundRate) / 1000)

export function soundOf(ms: number, sampleAt: (seconds: number) => number): Float32Array {
  return Float32Array.from({ length: samples(ms) }, (_, index) => sampleAt(index / soundRate))
}

export function noise({ ms, seed, loudness }: { ms: number; seed: number; loudness: number }) {
  const random = randomNumbers(seed)
  return soundOf(ms, () => (random() * 2 - 1) * loudness)
}

/** One resonance of a room, a throat or a key. */
export function resonance(sound: Float32Array, frequency: number, quality: number): Float32Array {
  const angle = (2 * Math.PI * frequency) / soundRate
  const gain = Math.sin(angle) / (2 * quality)
  const [feedback1, feedback2] = [(-2 * Math.cos(angle)) / (1 + gain), (1 - gain) / (1 + gain)]
  let [in1, in2, out1, out2] = [0, 0, 0, 0]
  return sound.map((sample) => {
    const out = (gain / (1 + gain)) * (sample - in2) - feedback1 * out1 - feedback2 * out2
    ;[in2, in1, out2, out1] = [in1, sample, out1, out]
    return out
  })
}

export function joined(...sounds: Float32Array[]): Float32Array {
  const whole = new Float32Array(sounds.reduce((length, sound) => length + sound.length, 0))
  let offset = 0
  for (const sound of sounds) {
    whole.set(sound, offset)
    offset += sound.length
  }
  return whole
}

export const silence = (ms: number) => new Float32Array(samples(ms))

/** A mouse's. */
export function click(seed: number): Float32Array {
  const random = randomNumbers(seed)
  const tick = soundOf(20, (seconds) => (random() * 2 - 1) * Math.exp(-seconds / 0.00125))
  return resonance(tick, 2500 + 1500 * random(), 1).map((sample) => sample * 0.8)
}

/** Somebody types: keys go down and up. */
export function typing({ ms, seed }: { ms: number; seed: number }): Float32Array {
  const random = randomNumbers(seed)
  const typed = new Float32Array(samples(ms))
  const strike = (atMs: number, loudness: number) => {
    click(seed + Math.round(atMs)).forEach((sample, index) => {
      const place = samples(atMs) + index
      if (place < typed.length) typed[place] = (typed[place] ?? 0) + sample * loudness
    })
  }
  for (let atMs = 0; atMs < ms - 100; atMs += 90 + 120 * random()) {
    const loudness = 0.3 + 0.5 * random()
    strike(atMs, loudness)
    strike(atMs + 50 + 30 * random(), loudness * 0.4)
  }
  return typed
}

/** One to three bursts: air breaks free, then a rough voice dies away. */
export function cough(seed: number): Float32Array {
  const random = randomNumbers(seed)
  const bursts = Array.from({ length: 1 + Math.floor(random() * 2.5) }, () => {
    const ms = 180 + 140 * random()
    const pitch = 180 + 120 * random()
    let phase = 0
    const source = soundOf(ms, (seconds) => {
      phase += (pitch * (1 - (400 * seconds) / ms)) / soundRate
      const isPulse = phase > 1
      if (isPulse) phase -= 1
      const voice =
        seconds < 0.06 ? 0 : Math.min(1, (seconds - 0.06) / 0.02) * Math.exp((0.06 - seconds) / 0.1)
      const air = Math.exp(-seconds / 0.03) + 0.5 * voice
      return (random() * 2 - 1) * air + (isPulse ? 1.8 * voice : 0)
    })
    const throat = [700 + 300 * random(), 1800 + 700 * random(), 3500] as const
    const formants = throat.map((frequency) => resonance(source, frequency, 1.2))
    const burst = source.map((_, index) =>
      formants.reduce(
        (sum, formant, place) => sum + ((formant[index] ?? 0) * 0.7) / (place + 1),
        0,
      ),
    )
    return joined(burst, silence(100 + 150 * random()))
  })
  return joined(...bursts)
}

export function beep(ms: number): Float32Array {
  return soundOf(ms, (seconds) => 0.4 * Math.sin(2 * Math.PI * 880 * seconds))
}

/** A sound in a room that is never quite silent. */
export function inRoom(
  sound: Float32Array,
  { beforeMs, afterMs }: { beforeMs: number; afterMs: number },
): Float32Array {
  const room = noise({
    ms: beforeMs + afterMs + (sound.length / soundRate) * 1000,
    seed: 9,
    loudness: 0.001,
  })
  const start = samples(beforeMs)
  sound.forEach((sample, index) => (room[start + index] = (room[start + index] ?? 0) + sample))
  return room
}

/** When a sound begins to be heard, in milliseconds. */
export function beginOf(sound: Float32Array): number {
  const loud = sound.findIndex((sample) => Math.abs(sample) > 0.02)
  return (loud / soundRate) * 1000
}
