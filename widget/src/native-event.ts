/** The browser's own `Event`, even where a page's library has taken the name. */
export const NativeEvent = (
  globalThis.UIEvent ? Object.getPrototypeOf(UIEvent) : globalThis.Event
) as typeof Event
