import { expect } from 'chai'
import { LateVoice } from './late-voice.ts'
import { SilentVoice } from './silent-voice.ts'

class RecordingVoice extends SilentVoice {
  readonly told: string[] = []

  unlock(): void {
    this.told.push('unlock')
  }

  override setVolume(volume?: number): void {
    this.told.push(`volume ${volume}`)
  }

  override close(): void {
    this.told.push('close')
  }
}

describe('a late voice', () => {
  it('is not loaded before it is asked to speak, and then once', async () => {
    let loads = 0
    const voice = new LateVoice('silent', async () => {
      loads += 1
      return new SilentVoice()
    })
    voice.unlock()
    voice.setVolume(0.5)
    voice.prepare('Да.')
    expect(loads).to.equal(0)
    await Promise.all([voice.warm(), voice.warm()])
    expect(loads).to.equal(1)
  })

  it('hears what it was told before it was there', async () => {
    const arriving = new RecordingVoice()
    const voice = new LateVoice('silent', async () => arriving)
    voice.setVolume(0.5)
    voice.unlock()
    await voice.warm()
    voice.setVolume(1)
    voice.close()
    expect(arriving.told).to.eql(['volume 0.5', 'unlock', 'volume 1', 'close'])
  })

  it('breaks where it does not arrive, and is asked for again', async () => {
    const loads = [() => Promise.reject(new Error('offline')), async () => new SilentVoice()]
    const voice = new LateVoice('silent', () => loads.shift()?.() ?? Promise.reject(new Error()))
    const outcomes = [await voice.warm().catch(() => 'broken'), await voice.warm()]
    expect(outcomes).to.eql(['broken', undefined])
  })

  it('does not come once it is closed', async () => {
    const voice = new LateVoice('silent', async () => new SilentVoice())
    voice.close()
    expect(await voice.warm().catch(() => 'closed')).to.equal('closed')
  })
})
