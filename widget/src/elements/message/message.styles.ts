import { css } from 'lit'

export const messageStyles = css`
  article {
    position: relative;
    display: flex;
    flex-direction: column;
    align-items: flex-start;
  }
  .user {
    align-items: flex-end;
  }
  .text {
    max-inline-size: 62ch;
    overflow-wrap: anywhere;
  }
  .assistant .text {
    inline-size: 100%;
  }
  .user .text {
    max-inline-size: min(62ch, 84%);
    padding: 9px 15px;
    border-radius: var(--_radius);
    border-end-end-radius: 5px;
    background: var(--_tint);
    color: var(--_tint-ink);
    white-space: pre-wrap;
  }
  .sending .text {
    opacity: 0.7;
  }

  .text > * + * {
    margin-block-start: 0.7em;
  }
  /* Without marks, and while those who read them are on their way. */
  .plain {
    white-space: pre-line;
  }

  /* The pen: a thin caret where the words arrive. */
  .streaming .text > p:last-child::after {
    content: '';
    display: inline-block;
    block-size: 1.05em;
    margin-inline: 2px -4px;
    border-inline-start: 2px solid var(--_strong);
    vertical-align: -0.16em;
  }

  .end {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 14px;
    margin-block-start: 10px;
    color: var(--_muted);
    font-size: 14px;
    animation: appear 200ms;
  }
  .problem {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 10px;
    max-inline-size: 62ch;
    padding: 12px 16px 14px 14px;
    padding-inline: 14px 16px;
    border: 1px solid color-mix(in oklab, var(--_danger) 22%, transparent);
    border-radius: var(--_radius);
    background: color-mix(in oklab, var(--_danger) 4%, var(--_raised));
    font-size: var(--_meta);
    line-height: 1.4;
    animation: appear 200ms;
  }
  .text + .problem {
    margin-block-start: 10px;
  }
  .problem > .icon {
    color: var(--_danger);
    font-size: 17px;
  }
  .problem .pill {
    grid-column: 2;
    justify-self: start;
  }

  .actions {
    position: absolute;
    z-index: 1;
    inset-block-start: calc(100% + 1px);
    inset-inline-start: -6px;
    display: flex;
    align-items: center;
    block-size: 28px;
    opacity: 0;
    transition: opacity 140ms;
    white-space: nowrap;
  }
  .user .actions {
    inset-inline: auto -2px;
    flex-direction: row-reverse;
  }
  .actions .icon-button {
    inline-size: 28px;
    block-size: 28px;
    font-size: 14px;
  }
  .actions [aria-disabled] {
    opacity: 0.4;
    cursor: default;
  }
  .variants {
    display: flex;
    align-items: center;
  }
  .variants,
  time {
    font-size: 13px;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
  .variants .icon:dir(rtl) {
    scale: -1 1;
  }
  time {
    padding-inline: 6px;
    unicode-bidi: plaintext;
  }
  :host(:hover) .actions,
  .actions:focus-within,
  .actions-shown .actions {
    opacity: 1;
  }
  @media (hover: none) {
    /* A tap leaves a hover behind that nobody meant. */
    :host(:hover) article:not(.actions-shown) .actions:not(:focus-within) {
      opacity: 0;
      pointer-events: none;
    }
    .actions {
      max-inline-size: calc(100% + 12px);
      block-size: auto;
      padding: 2px;
      border: 1px solid var(--_line);
      border-radius: 999px;
      background: var(--_raised);
      box-shadow: var(--_shadow);
    }
    .actions .icon-button {
      inline-size: 44px;
      block-size: 44px;
      font-size: 16px;
    }
  }
  @container (max-height: 300px) {
    .actions {
      inset-block: auto 0;
    }
  }
  @media (forced-colors: active) {
    .user .text,
    .problem {
      border: 1px solid CanvasText;
    }
  }
`
