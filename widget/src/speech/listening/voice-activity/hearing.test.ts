import { expect } from 'chai'
import {
  breath,
  cup,
  door,
  fitOfCoughs,
  laughter,
  throatClearing,
} from '../../../../test-support/bodily-sounds.ts'
import { createSpokenSounds, type Saying } from '../../../../test-support/spoken-sounds.ts'
import {
  beep,
  beginOf,
  click,
  cough,
  inRoom,
  noise,
  typing,
} from '../../../../test-support/test-sounds.ts'
import { BargeIn, type BargeInEvent } from '@visavis/shared/turn-taking/barge-in.ts'
import { frameSize } from './frame.ts'
import { createSpeechDetector, readFrame } from './speech-detector.ts'

const binaryUrl = '/node_modules/@jitsi/rnnoise-wasm/dist/rnnoise.wasm'
const beforeMs = 1000

/** Recognisers are about this slow. */
const recognisedAfterMs = 600

const interruptions: readonly string[] = [
  'Wait, I wanted to ask something else.',
  'Stop, please, that is not what I meant.',
  'Sorry, can I say something?',
  'No no, let me explain it again.',
  'Hold on a second.',
  'What do you mean by that?',
  'I do not think that is right.',
  'Could you say that in other words?',
  'That is enough for today, thank you.',
  'Listen, my son has just come in.',
]

const russianInterruptions: readonly string[] = [
  'Подождите, я хотел спросить о другом.',
  'Нет, я не это имел в виду.',
  'Извините, можно я скажу?',
  'А что вы имеете в виду?',
  'Послушайте, мне надо идти.',
  'Я хотела сказать о своей сестре.',
  'Не надо об этом, пожалуйста.',
  'Можно ещё раз и помедленнее?',
  'Давайте лучше поговорим о работе.',
  'Минуту, мне звонят по телефону.',
]

const agreements: readonly Saying[] = [
  ...['mm-hm', 'yeah', 'okay', 'right', 'uh-huh'].map((text) => ({
    text,
    language: 'en' as const,
  })),
  ...['угу', 'ага', 'да-да', 'ясно', 'понятно'].map((text) => ({ text, language: 'ru' as const })),
]

describe('what is heard over a speaking avatar, by RNNoise', () => {
  let binary: ArrayBuffer
  let say: (saying: Saying) => Float32Array

  before(async function () {
    binary = await (await fetch(binaryUrl)).arrayBuffer()
    say = await createSpokenSounds()
  })

  /** What is decided of a sound and its words, with the milliseconds since it began. */
  async function decide(sound: Float32Array, words = ''): Promise<Map<BargeInEvent, number>> {
    const detect = await createSpeechDetector(binary)
    const bargeIn = new BargeIn()
    bargeIn.avatarSpeaks(true)
    const heard = inRoom(sound, { beforeMs, afterMs: 1500 })
    const begin = beforeMs + beginOf(sound)
    const decided = new Map<BargeInEvent, number>()
    const note = (event: BargeInEvent | null, at: number) => {
      if (event !== null && !decided.has(event)) decided.set(event, at - begin)
    }
    for (let offset = 0; offset + frameSize <= heard.length; offset += frameSize) {
      const at = (offset + frameSize) / 48
      const reading = readFrame(detect, heard.subarray(offset, offset + frameSize))
      note(bargeIn.hear({ at, ...reading }), at)
      if (at - begin >= recognisedAfterMs) note(bargeIn.read(words, at), at)
    }
    return decided
  }

  it('is silent for whoever interrupts, soon, and for good', async function () {
    const ducked: number[] = []
    const silent: number[] = []
    const voices = [25, 40, 55, 70].map((pitch, index) => ({ pitch, rate: 150 + 10 * index }))
    const sayings: Saying[] = [
      ...interruptions.map((text) => ({ text, language: 'en' as const })),
      ...russianInterruptions.map((text) => ({ text, language: 'ru' as const })),
    ].map((saying, index) => ({ ...saying, ...voices[index % voices.length] }))
    for (const [index, saying] of sayings.entries()) {
      // Near, usual and far.
      const sound = say(saying).map((sample) => sample / 2 ** (index % 3))
      const decided = await decide(sound, saying.text)
      expect([...decided.keys()], saying.text).to.include.members(['onset', 'speech'])
      expect(decided.has('interruption'), `${saying.text} takes the turn`).to.equal(true)
      ducked.push(decided.get('onset') ?? Infinity)
      silent.push(decided.get('speech') ?? Infinity)
    }
    console.log(`onset → duck ${figures(ducked)}; onset → silence ${figures(silent)}`)
    expect(percentile(ducked, 0.95)).to.be.at.most(120)
    expect(percentile(silent, 0.95)).to.be.at.most(300)
  })

  it('is stopped for good by somebody who speaks on, though no words come', async function () {
    const sayings: Saying[] = [
      {
        text: 'I think that my mother said something like that to me, and I did not listen.',
        language: 'en',
      },
      {
        text: 'Понимаете, вчера, когда я шёл домой, мне стало страшно, и я не знаю, почему.',
        language: 'ru',
      },
    ]
    for (const saying of sayings) {
      const decided = await decide(say(saying))
      expect(decided.has('interruption'), saying.text).to.equal(true)
    }
  })

  const noises: Record<string, () => [name: string, sound: Float32Array][]> = {
    coughs: () => [
      ...numbered(20, 'cough', cough),
      ...numbered(12, 'fit of coughs', (seed) => fitOfCoughs(2 + (seed % 7), seed)),
    ],
    'throats and laughter': () => [
      ...numbered(6, 'throat', throatClearing),
      ...numbered(6, 'laughter', laughter),
      ...numbered(3, 'breath', breath),
    ],
    things: () => [
      ...numbered(3, 'door', door),
      ...numbered(3, 'cup', cup),
      ...numbered(5, 'click', click),
      ...numbered(5, 'typing', (seed) => typing({ ms: 1500, seed })),
      ['beep', beep(300)],
      ['noise', noise({ ms: 1000, seed: 4, loudness: 0.1 })],
    ],
    agreements: () =>
      agreements.map((saying): [string, Float32Array] => [saying.text, say(saying)]),
  }
  for (const [what, make] of Object.entries(noises)) {
    it(`is not stopped for good by ${what}, however long they last`, async () => {
      for (const [name, sound] of make()) {
        const decided = await decide(sound)
        expect(decided.has('interruption'), name).to.equal(false)
        if (/click|typing/u.test(name)) expect(decided.size, name).to.equal(0)
        const isOver = decided.has('false-alarm') || decided.has('backchannel')
        expect(isOver, `${name} is let go`).to.equal(decided.has('onset'))
      }
    })
  }
})

function numbered(
  count: number,
  name: string,
  make: (seed: number) => Float32Array,
): [string, Float32Array][] {
  return Array.from({ length: count }, (_, index) => [`${name} ${index + 1}`, make(index + 1)])
}

function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.ceil(part * sorted.length) - 1] ?? NaN
}

function figures(values: readonly number[]): string {
  const [p50, p95] = [0.5, 0.95].map((part) => Math.round(percentile(values, part)))
  return `${p50} ms p50, ${p95} ms p95`
}
