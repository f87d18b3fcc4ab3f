import { describe, it } from 'node:test'
import { expect } from 'chai'
import { BargeIn, type BargeInEvent } from './barge-in.ts'

type Told = readonly [event: BargeInEvent, atMs: number]

/**
 * Plays ten-millisecond frames: a digit is the probability of speech in tenths, `s` a hiss that is
 * no voice, `_` fifty silent frames. What comes back is told with the milliseconds since the scene began.
 */
function scene({ isAvatarSpeaking = false } = {}) {
  const bargeIn = new BargeIn()
  bargeIn.avatarSpeaks(isAvatarSpeaking)
  const told: Told[] = []
  let at = 0
  const note = (event: BargeInEvent | null) => event !== null && told.push([event, at])
  const frame = (probability: number, level: number) => {
    at += 10
    note(bargeIn.hear({ at, probability, level }))
  }
  const stage = {
    bargeIn,
    told,
    hear(frames: string, level = -25) {
      for (const sign of frames.replaceAll('_', '0'.repeat(50))) {
        const isHiss = sign === 's'
        const probability = isHiss ? 0.05 : Number(sign) / 10 + 0.05
        frame(probability, probability < 0.2 && !isHiss ? -70 : level)
      }
      return stage
    },
    read(words: string) {
      note(bargeIn.read(words, at))
      return stage
    },
    names: () => told.map(([event]) => event),
  }
  return stage
}

const repeat = (digit: number, ms: number) => String(digit).repeat(ms / 10)
const speaking = { isAvatarSpeaking: true }

describe('barging in on a speaking avatar', () => {
  it('ducks at the first sign, is silent after 200 ms of voice, and ends the answer for good if it goes on', () => {
    const { told } = scene(speaking).hear(`_${repeat(9, 2000)}`)
    expect(told).to.deep.equal([
      ['onset', 520],
      ['speech', 680],
      ['interruption', 1800],
    ])
  })

  it('is as quick with a voice that grows slowly, and with one that has gaps between its sounds', () => {
    const grows = scene(speaking).hear(`_0012456677${repeat(9, 1000)}`)
    expect(grows.told.slice(0, 2)).to.deep.equal([
      ['onset', 550],
      ['speech', 710],
    ])
    const gaps = scene(speaking).hear(`_0699999999210699999999999999`)
    expect(gaps.told).to.deep.equal([
      ['onset', 530],
      ['speech', 690],
    ])
  })

  it('ducks at less than it takes to be silent, once for a noise that lasts', () => {
    const { told } = scene(speaking).hear(`_${repeat(3, 1000)}`)
    expect(told).to.deep.equal([
      ['onset', 520],
      ['false-alarm', 770],
    ])
  })

  it('ducks at the hiss that a word begins with', () => {
    const { told } = scene(speaking).hear(`_sssss000${repeat(9, 300)}`)
    expect(told).to.deep.equal([
      ['onset', 540],
      ['speech', 700],
    ])
  })

  it('ducks once, and for no longer than 250 ms, at a noise that lasts and is no voice', () => {
    const { told } = scene(speaking).hear(`_${'s'.repeat(300)}_`)
    expect(told).to.deep.equal([
      ['onset', 540],
      ['false-alarm', 790],
    ])
  })

  it('takes a click and typing for nothing', () => {
    expect(scene(speaking).hear('_90_0900_09_ss_0ss0ss_').told).to.deep.equal([])
  })

  it('comes back up after what sounds like speech for less than 200 ms', () => {
    const { told } = scene(speaking).hear('_5999999555544_')
    expect(told).to.deep.equal([
      ['onset', 520],
      ['false-alarm', 860],
    ])
  })

  it('comes back up from a noise that stays in doubt', () => {
    expect(
      scene(speaking)
        .hear(`_${repeat(6, 1600)}`)
        .names(),
    ).to.deep.equal(['onset', 'false-alarm'])
  })

  it('goes on after a short word, with a gap of less than 600 ms', () => {
    const { told } = scene(speaking).hear(`_${repeat(9, 300)}__`)
    expect(told).to.deep.equal([
      ['onset', 520],
      ['speech', 680],
      ['backchannel', 1150],
    ])
  })

  it('goes on after two short words with a breath between them', () => {
    const { told } = scene(speaking).hear(`_${repeat(9, 250)}${repeat(0, 200)}${repeat(9, 200)}__`)
    expect(told.map(([event]) => event)).to.deep.equal(['onset', 'speech', 'backchannel'])
  })

  it('ends it for good for somebody who goes on with pauses for breath', () => {
    const words = `${repeat(9, 600)}${repeat(0, 200)}`
    expect(
      scene(speaking)
        .hear(`_${words.repeat(3)}`)
        .names(),
    ).to.deep.equal(['onset', 'speech', 'interruption'])
  })

  it('goes on after any number of coughs', () => {
    const cough = '699999999999999999999665550000000000'
    const names = scene(speaking)
      .hear(`_${cough.repeat(20)}_`)
      .names()
    expect(names).to.deep.equal(['onset', 'speech', 'backchannel'])
  })

  it('counts no voice from before the visitor had finished', () => {
    const stage = scene().hear(`_${repeat(9, 1200)}${repeat(0, 750)}`)
    stage.bargeIn.avatarSpeaks(true)
    stage.told.splice(0)
    expect(stage.hear(`${repeat(9, 500)}__`).names()).to.deep.equal([
      'onset',
      'speech',
      'backchannel',
    ])
  })

  it('says when the one who interrupted has finished', () => {
    const { told } = scene(speaking).hear(`_${repeat(9, 1500)}__`)
    expect(told.at(-1)).to.deep.equal(['end-of-speech', 2700])
  })

  it('wants a louder voice than while the avatar is silent', () => {
    const far = `_${repeat(9, 400)}__`
    expect(scene(speaking).hear(far, -55).names()).to.deep.equal([])
    expect(scene().hear(far, -55).names()).to.deep.equal(['onset', 'speech', 'end-of-speech'])
  })

  it('knows the visitor’s own voice from what echo cancellation leaves of the avatar’s', () => {
    const stage = scene().hear(`_${repeat(9, 2000)}__`, -20)
    stage.bargeIn.avatarSpeaks(true)
    stage.told.splice(0)
    expect(stage.hear(`${repeat(9, 2000)}__`, -40).told).to.deep.equal([])
    expect(stage.hear(repeat(9, 400), -24).names()).to.deep.equal(['onset', 'speech'])
  })

  it('hears over a noisy room only who is louder than the room', () => {
    const stage = scene().hear('2'.repeat(2000), -45)
    stage.bargeIn.avatarSpeaks(true)
    stage.told.splice(0)
    expect(stage.hear(repeat(9, 400), -38).told).to.deep.equal([])
    expect(stage.hear(repeat(9, 400), -25).names()).to.deep.equal(['onset', 'speech'])
  })
})

describe('barging in with words', () => {
  it('ends the answer for good at the first word that is not agreement', () => {
    const stage = scene(speaking)
      .hear(`_${repeat(9, 400)}`)
      .read('подождите')
    expect(stage.told.at(-1)).to.deep.equal(['interruption', 900])
  })

  it('ends it at a word whose sound was too short to be sure', () => {
    const stage = scene(speaking)
      .hear(`_${repeat(9, 100)}`)
      .read('Stop')
    expect(stage.names()).to.deep.equal(['onset', 'interruption'])
    expect(stage.hear('__').names().at(-1)).to.equal('end-of-speech')
  })

  for (const words of ['угу', 'ага, да-да', 'Mm-hm.', 'yeah', 'OK, right', 'uh-huh', 'понятно']) {
    it(`goes on after “${words}”`, () => {
      const stage = scene(speaking)
        .hear(`_${repeat(9, 700)}`)
        .read(words)
        .hear('__')
      expect(stage.names()).to.deep.equal(['onset', 'speech', 'backchannel'])
    })
  }

  it('ends it at words that come after it went on', () => {
    const stage = scene(speaking)
      .hear(`_${repeat(9, 300)}_`)
      .read('стой')
    expect(stage.names()).to.deep.equal(['onset', 'speech', 'backchannel', 'interruption'])
  })

  it('does not end it at agreement that comes late, nor at words that come out of nothing', () => {
    const late = scene(speaking)
      .hear(`_${repeat(9, 300)}_`)
      .read('угу')
    expect(late.names().at(-1)).to.equal('backchannel')
    expect(scene(speaking).hear('__').read('words of the avatar').told).to.deep.equal([])
    expect(
      scene(speaking)
        .hear(`_${repeat(9, 300)}______`)
        .read('words')
        .names()
        .at(-1),
    ).to.equal('backchannel')
  })

  it('waits for the words of what is longer than an “mm-hm”', () => {
    const { told } = scene(speaking).hear(`_${repeat(9, 600)}__`)
    expect(told.at(-1)).to.deep.equal(['backchannel', 1700])
  })

  it('without any sound to go by, takes two words for the visitor’s', () => {
    const stage = scene(speaking)
    expect(stage.read('excuse').told).to.deep.equal([])
    expect(stage.read('excuse me please').names()).to.deep.equal(['interruption'])
  })
})

describe('the end of what a visitor says', () => {
  it('comes 700 ms after the last sound', () => {
    const { told } = scene().hear(`_${repeat(9, 1000)}__`)
    expect(told).to.deep.equal([
      ['onset', 520],
      ['speech', 680],
      ['end-of-speech', 2200],
    ])
  })

  it('comes for a short answer, too, which is no agreement while nobody else speaks', () => {
    expect(
      scene()
        .hear(`_${repeat(9, 300)}__`)
        .read('да')
        .names(),
    ).to.deep.equal(['onset', 'speech', 'end-of-speech'])
  })

  it('waits longer, up to 900 ms, for somebody who pauses long', () => {
    const pause = (ms: number) => `_${repeat(9, 500)}${repeat(0, ms)}${repeat(9, 500)}__`
    expect(scene().hear(pause(550)).told.at(-1)).to.deep.equal(['end-of-speech', 2890])
    expect(scene().hear(pause(650)).told.at(-1)).to.deep.equal(['end-of-speech', 3050])
  })

  it('is forgotten when listening ends', () => {
    const stage = scene().hear(`_${repeat(9, 500)}`)
    stage.bargeIn.reset()
    expect(stage.hear('__').names()).to.deep.equal(['onset', 'speech'])
    const hissing = scene(speaking).hear('_sss')
    hissing.bargeIn.reset()
    expect(hissing.hear('ss_').names()).to.deep.equal([])
  })
})
