/** How many elements stand on the page, in whatever shadow root. */
export const presence = {
  count: 0,
  /** Called after one has come or gone; the script tag's own business. */
  onChange: (): void => undefined,
}
export type Presence = typeof presence
