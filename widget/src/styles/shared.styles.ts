import { css } from 'lit'

/** What every part inside the panel starts from: box model, buttons, focus, hidden text. */
export const shared = css`
  :host {
    display: block;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  p,
  h2,
  ul {
    margin: 0;
    padding: 0;
  }
  /* Our words run from left to right, also on pages that do not. */
  p {
    unicode-bidi: plaintext;
  }
  button {
    all: unset;
    box-sizing: border-box;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
    touch-action: manipulation;
  }
  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .icon {
    display: block;
    inline-size: 1.25em;
    block-size: 1.25em;
    flex: none;
  }
  .icon-button {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 36px;
    block-size: 36px;
    border-radius: 999px;
    color: var(--_muted);
    font-size: 16px;
    transition:
      background-color 140ms,
      color 140ms;
  }
  .icon-button:hover,
  .icon-button[aria-expanded='true'] {
    background: var(--_hover);
    color: var(--_ink);
  }
  .pill {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 36px;
    padding: 6px 16px;
    border-radius: 999px;
    border: 1px solid var(--_line);
    background: var(--_raised);
    color: var(--_ink);
    font-size: var(--_meta);
    font-weight: 500;
    line-height: 1.3;
    transition: background-color 140ms;
  }
  .pill:hover {
    background: color-mix(in oklab, var(--_ink) 5%, var(--_raised));
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (pointer: coarse) {
    .icon-button {
      inline-size: 44px;
      block-size: 44px;
    }
    .pill {
      min-block-size: 44px;
    }
  }
  @media (forced-colors: active) {
    .pill,
    .icon-button {
      border: 1px solid ButtonText;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation: none !important;
      transition-property: opacity !important;
    }
  }
  @keyframes appear {
    from {
      opacity: 0;
      translate: 0 4px;
    }
  }
`
