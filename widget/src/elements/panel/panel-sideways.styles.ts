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
