/** What the face is shown in, as large as its stage. */
export function createVideo(): HTMLVideoElement {
  const video = document.createElement('video')
  video.part.add('call-video')
  video.playsInline = true
  video.disableRemotePlayback = true
  // Its words are there as text.
  video.setAttribute('aria-hidden', 'true')
  const { style } = video
  style.display = 'block'
  style.width = '100%'
  style.height = '100%'
  style.objectFit = 'cover'
  return video
}
