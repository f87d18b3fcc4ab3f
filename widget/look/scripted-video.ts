import { createVideo } from '../src/avatars/anam/create-video.ts'
import { createPortrait } from '../src/avatars/portraits/portrait.ts'
import { ScriptedFace } from '../test-support/call-fixtures.ts'

/** A live video in which a portrait keeps still, on a stage. */
export class ScriptedVideo extends ScriptedFace {
  constructor(portrait: string) {
    super('video')
    this.avatar.attach = async (stage) => {
      const video = createVideo()
      video.muted = true
      video.srcObject = await film(portrait)
      stage.append(video)
      await video.play()
    }
  }
}

/** Films a portrait: one frame, as large as a service sends them. */
async function film(portrait: string): Promise<MediaStream> {
  const drawing = await createPortrait(portrait)
  drawing.setAttribute('width', '480')
  drawing.setAttribute('height', '480')
  const source = new XMLSerializer().serializeToString(drawing)
  const image = new Image()
  image.src = `data:image/svg+xml,${encodeURIComponent(source)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = 720
  canvas.height = 480
  const stream = canvas.captureStream()
  const context = canvas.getContext('2d')
  if (!context) throw new Error('The canvas has no context')
  context.fillStyle = drawing.firstElementChild?.getAttribute('fill') ?? ''
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(image, 120, 0, 480, 480)
  return stream
}
