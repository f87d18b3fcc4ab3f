import { css } from 'lit'

/** What a panel that is turned sideways wears: the face stands beside what is written. */
export const panelSidewaysStyles = css`
  :host([sideways]) .body {
    display: grid;
    grid-template: auto minmax(0, 1fr) / repeat(2, minmax(0, 1fr));
  }
  :host([sideways]) .body > * {
    grid-column: 2;
  }
  :host([sideways]) slot[name='stage']::slotted(*) {
    grid-area: 1 / 1 / span 9 / 1;
  }
  :host([sideways]) visavis-header {
    container-type: inline-size;
    position: relative;
  }
`

/** The same for the call in it. */
export const callSidewaysStyles = css`
  :host([sideways]) {
    block-size: 100%;
    .call {
      grid-template: minmax(0, 1fr) / minmax(0, 1fr);
      block-size: 100%;
      border-block-end: 0;
      border-inline-end: 1px solid var(--_line);
    }
    .stage.stage {
      block-size: 100%;
      max-block-size: none;
      aspect-ratio: auto;
    }
    .drawing .face,
    .awaited {
      inset-block-start: 8px;
    }
    .video .face {
      inset: 0;
    }
    .bar {
      padding-inline: 4px;
    }
    .bar > * {
      flex: 0 1 48px;
      min-inline-size: 0;
    }
    .level {
      inset-block: auto calc(100% + 6px);
    }
    /* Above a keyboard there is room for a face or for what it says, which stands beside it. */
    @container (max-height: 260px) {
      .captions {
        display: none;
      }
    }
    @container (max-height: 360px) {
      .captions:has(~ .note) {
        display: none;
      }
    }
  }
`
