import { css } from 'lit'

/** A call wears it from the first time that its volume is changed. */
export const volumeLevelStyles = css`
  .level {
    position: absolute;
    z-index: 2;
    inset-block-start: calc(100% + 6px);
    inset-inline-start: 50%;
    translate: -50%;
    padding: 10px 16px;
    border: 1px solid var(--_line);
    border-radius: 999px;
    background: var(--_raised);
    box-shadow: var(--_shadow);
    animation: appear var(--_in);
  }
  .level:dir(rtl) {
    translate: 50%;
  }
  input {
    display: block;
    inline-size: 132px;
    block-size: 28px;
    margin: 0;
    accent-color: var(--_strong);
  }
`
