import { svg, type TemplateResult } from 'lit'

/**
 * The drawn set: 24 px box, 1.75 px strokes, in the colour of the text around. Icons are hidden
 * from assistive technology; the control that holds one carries its name.
 */
export function icon(paths: TemplateResult): TemplateResult {
  return svg`<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`
}

export const icons = {
  send: icon(svg`<path d="M12 19V5m-6 6 6-6 6 6" />`),
  talk: icon(svg`<path d="M5 10v4m4.7-7v10m4.6-12v14M19 9v6" />`),
  stop: icon(svg`<rect x="7.5" y="7.5" width="9" height="9" rx="2" fill="currentColor" />`),
  close: icon(svg`<path d="m6.5 6.5 11 11m0-11-11 11" />`),
  more: icon(svg`<path d="M5.5 12h.01M12 12h.01M18.5 12h.01" stroke-width="2.75" />`),
  copy: icon(
    svg`<rect x="9" y="9" width="11" height="11" rx="2.5" /><path d="M5.5 15A1.5 1.5 0 0 1 4 13.5v-8A1.5 1.5 0 0 1 5.5 4h8A1.5 1.5 0 0 1 15 5.5" />`,
  ),
  done: icon(svg`<path d="m5 12.5 4.5 4.5L19 7.5" />`),
  again: icon(svg`<path d="M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9M19.5 4.5V9H15" />`),
  remove: icon(
    svg`<path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 11.1a1.5 1.5 0 0 0 1.5 1.4h6.4a1.5 1.5 0 0 0 1.5-1.4L17.5 7M10 11v4.5m4-4.5v4.5" />`,
  ),
  back: icon(svg`<path d="m14 7-5 5 5 5" />`),
  forth: icon(svg`<path d="m10 7 5 5-5 5" />`),
  down: icon(svg`<path d="M12 5v14m6-6-6 6-6-6" />`),
  write: icon(
    svg`<path d="M19.5 13v4.5a2 2 0 0 1-2 2h-11a2 2 0 0 1-2-2v-11a2 2 0 0 1 2-2H11M18.2 4.3a1.6 1.6 0 0 1 2.3 2.3L13 14l-3 .7.7-3z" />`,
  ),
  chats: icon(svg`<path d="M4.5 7h15m-15 5h15m-15 5h9" />`),
  sweep: icon(svg`<path d="M4.5 7h15M4.5 12h9m-9 5h5m5.5-2 5 5m0-5-5 5" />`),
  notice: icon(svg`<circle cx="12" cy="12" r="8" /><path d="M12 8v4.5m0 3v.01" />`),
} as const
