import { createVideo } from '../src/avatars/anam/create-video.ts'
import { createPortrait } from '../src/avatars/portrait.ts'
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
  const drawing = createPortrait(portrait)
  drawing.setAttribute('width', '720')
  drawing.setAttribute('height', '720')
  const source = new XMLSerializer().serializeToString(drawing)
  const image = new Image()
  image.src = `data:image/svg+xml,${encodeURIComponent(source)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 720
  const stream = canvas.captureStream()
  canvas.getContext('2d')?.drawImage(image, 0, 0, 720, 720)
  return stream
}
