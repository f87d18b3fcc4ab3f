import { css } from 'lit'

/** What a call wears that stands beside what is written. */
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
