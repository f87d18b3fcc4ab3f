import { css } from 'lit'

/** What a call changes about the panel around it; the panel has it from its first call on. */
export const panelInCallStyles = css`
  :host([in-call]) visavis-header {
    position: absolute;
    z-index: 2;
    inset-block-start: env(safe-area-inset-top, 0);
    inset-inline: 0;
    &::part(header) {
      border-color: transparent;
      padding-inline-start: calc(var(--_gutter) - 12px);
    }
    &::part(portrait) {
      inline-size: 0;
      visibility: hidden;
    }
    &::part(tagline) {
      color: var(--_ink);
    }
  }
  :host([reading]) visavis-header {
    &::part(header) {
      padding-inline-start: var(--_gutter);
    }
    &::part(portrait) {
      inline-size: 40px;
    }
  }
  :host([voiced]) p[role='status'] {
    display: none;
  }
`
