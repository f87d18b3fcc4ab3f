import { svg } from 'lit'
import { icon } from '../../icons/icons.ts'

const microphone = svg`<rect x="9" y="3.5" width="6" height="11" rx="3" /><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />`
const speaker = svg`<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z" />`
const frame = svg`<rect x="3.5" y="5.5" width="17" height="13" rx="3" />`

/** The call's own part of the drawn set. */
export const callIcons = {
  microphone: icon(microphone),
  microphoneOff: icon(svg`${microphone}<path d="m4 4 16 16" />`),
  captions: icon(svg`${frame}<path d="M7 14.5h5.5m3 0H17M7 11h2m3 0h5" />`),
  sound: icon(svg`${speaker}<path d="M15.5 9.2a4 4 0 0 1 0 5.6m2.7-8.3a7.8 7.8 0 0 1 0 11" />`),
  silence: icon(svg`${speaker}<path d="m16 9.5 5 5m0-5-5 5" />`),
  keyboard: icon(
    svg`<rect x="2.5" y="6" width="19" height="12" rx="3" /><path d="M6.5 10h.01M10.2 10h.01M13.8 10h.01M17.5 10h.01M8 14h8" />`,
  ),
  picture: icon(
    svg`<path d="M20.5 10V8.5a3 3 0 0 0-3-3h-11a3 3 0 0 0-3 3v7a3 3 0 0 0 3 3h3" /><rect x="12.5" y="12.5" width="8" height="6" rx="1.8" fill="currentColor" />`,
  ),
  end: icon(
    svg`<path d="M3.6 14.6c-1-1-.8-2.6.3-3.5a13 13 0 0 1 16.2 0c1.1.9 1.3 2.5.3 3.5l-.9.9c-.6.6-1.5.7-2.2.3l-1.7-1a1.8 1.8 0 0 1-.9-1.6v-1.3a11 11 0 0 0-5.4 0v1.3c0 .7-.4 1.3-.9 1.6l-1.7 1c-.7.4-1.6.3-2.2-.3z" />`,
  ),
} as const
