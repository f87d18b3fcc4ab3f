import { expect } from 'chai'
import { showFirstFrame } from './first-frame.ts'

/** A video that is drawn, and what draws its next frame. */
function drawnVideo() {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')
  const video = document.createElement('video')
  video.playsInline = true
  video.srcObject = canvas.captureStream(25)
  document.body.append(video)
  const draw = () => {
    if (context) context.fillStyle = `rgb(${Math.random() * 255} 0 0)`
    context?.fillRect(0, 0, canvas.width, canvas.height)
  }
  return { video, draw }
}

/** A video that is refused to play aloud, as on a page nobody has touched. */
function refusedVideo() {
  const drawn = drawnVideo()
  const { video } = drawn
  const play = video.play.bind(video)
  video.play = async () => {
    if (!video.muted) throw new DOMException('Touch me first', 'NotAllowedError')
    return play()
  }
  return drawn
}

describe('the first frame', () => {
  let leaving: AbortController

  beforeEach(() => (leaving = new AbortController()))
  afterEach(() => {
    leaving.abort()
    document.querySelector('video')?.remove()
  })

  it('is waited for', async () => {
    const { video, draw } = drawnVideo()
    video.muted = true
    let isShown = false
    const shown = showFirstFrame(video, leaving.signal).then(() => (isShown = true))
    expect(isShown).to.equal(false)
    draw()
    await shown
    expect(video.videoWidth).to.be.greaterThan(0)
  })

  it('comes silently where nothing may play aloud, until the visitor touches the page', async () => {
    const { video, draw } = refusedVideo()
    const shown = showFirstFrame(video, leaving.signal)
    draw()
    await shown
    expect(video.muted).to.equal(true)
    document.dispatchEvent(new Event('pointerdown'))
    expect(video.muted).to.equal(false)
    video.muted = true
    document.dispatchEvent(new Event('keydown'))
    expect(video.muted, 'once').to.equal(true)
  })

  it('stays silent when the face has left before', async () => {
    const { video, draw } = refusedVideo()
    const shown = showFirstFrame(video, leaving.signal)
    draw()
    await shown
    leaving.abort()
    document.dispatchEvent(new Event('pointerdown'))
    expect(video.muted).to.equal(true)
  })
})
