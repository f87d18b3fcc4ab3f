/** What a phone's keyboard leaves of the page's height. */
const left = 0.55

/** Covers the lower part of the page as a phone's keyboard does; returns what takes it away. */
export function raiseKeyboard(): () => void {
  const viewport = visualViewport as VisualViewport
  const tell = () => viewport.dispatchEvent(new Event('resize'))
  Object.defineProperty(viewport, 'height', {
    configurable: true,
    get: () => Math.round(innerHeight * left),
  })
  tell()
  return () => {
    Reflect.deleteProperty(viewport, 'height')
    tell()
  }
}
