import { css } from 'lit'

/** A header wears it from the first time that its menu is opened. */
export const headerMenuStyles = css`
  .menu {
    position: absolute;
    inset-block-start: calc(100% + 6px);
    inset-inline-end: 0;
    min-inline-size: 208px;
    padding: 6px;
    border-radius: var(--_radius);
    border: 1px solid var(--_line);
    background: var(--_raised);
    box-shadow: var(--_shadow);
    animation: appear var(--_in);
  }
  .menu ::slotted(*) {
    all: unset;
    box-sizing: border-box;
    cursor: pointer;
  }
  .menu button,
  .menu ::slotted(*) {
    display: flex;
    align-items: center;
    gap: 12px;
    inline-size: 100%;
    min-block-size: 44px;
    padding-inline: 12px;
    border-radius: 10px;
    font-size: 15px;
    white-space: nowrap;
  }
  .menu button:hover,
  .menu button:focus-visible,
  .menu ::slotted(:hover),
  .menu ::slotted(:focus-visible) {
    background: var(--_hover);
  }
  .menu button:focus-visible,
  .menu ::slotted(:focus-visible) {
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
  }
  .menu .icon {
    color: var(--_muted);
  }
`
