import { css } from 'lit'

/** What a call changes about the panel around it; the panel wears it only meanwhile. */
export const panelInCallStyles = css`
  visavis-header {
    position: absolute;
    z-index: 2;
    inset-block-start: env(safe-area-inset-top, 0);
    inset-inline: 0;
  }
  visavis-header::part(header) {
    border-color: transparent;
    padding-inline-start: calc(var(--_gutter) - 12px);
  }
  visavis-header::part(portrait) {
    inline-size: 0;
    visibility: hidden;
  }
  visavis-header::part(tagline) {
    color: var(--_ink);
  }
  :host([reading]) visavis-header::part(header) {
    padding-inline-start: var(--_gutter);
  }
  :host([reading]) visavis-header::part(portrait) {
    inline-size: 40px;
  }
  :host([voiced]) p[role='status'] {
    display: none;
  }
`
