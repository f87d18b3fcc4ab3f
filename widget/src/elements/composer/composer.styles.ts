import { css } from 'lit'

export const composerStyles = css`
  :host {
    inline-size: 100%;
    max-inline-size: 768px;
    margin-inline: auto;
    padding-inline: 12px;
    padding-block: 8px max(12px, env(safe-area-inset-bottom));
  }
  .field {
    display: flex;
    align-items: flex-end;
    gap: 4px;
    padding: 5px;
    border: 1px solid var(--_line);
    border-radius: 24px;
    background: var(--_raised);
    cursor: text;
    transition:
      border-color 140ms,
      box-shadow 140ms;
  }
  .field:focus-within {
    border-color: var(--_focus);
    box-shadow: 0 0 0 3px color-mix(in oklab, var(--_focus) 14%, transparent);
  }
  textarea {
    all: unset;
    box-sizing: border-box;
    field-sizing: content;
    flex: 1;
    min-inline-size: 0;
    min-block-size: 36px;
    max-block-size: 144px;
    padding-block: 6px;
    padding-inline: 12px 4px;
    overflow-y: auto;
    font-size: max(16px, var(--_size));
    line-height: 24px;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    scrollbar-width: none;
    cursor: text;
  }
  textarea:focus-visible {
    outline: none;
  }
  textarea::placeholder {
    color: var(--_muted);
    opacity: 1;
    white-space: nowrap;
  }
  .send {
    position: relative;
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 36px;
    block-size: 36px;
    border-radius: 50%;
    background: var(--_strong);
    color: var(--_on-strong);
    font-size: 16px;
    transition:
      background-color 140ms,
      color 140ms,
      opacity 140ms;
  }
  .send[aria-disabled='true'] {
    background: var(--_hover);
    color: var(--_muted);
    cursor: default;
  }
  .counter {
    padding-inline: 18px;
    padding-block-start: 6px;
    font-size: 13px;
    line-height: 18px;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
    text-align: end;
  }
  .counter.over {
    color: var(--_danger);
  }
  @media (pointer: coarse) {
    .send {
      inline-size: 44px;
      block-size: 44px;
    }
    textarea {
      min-block-size: 44px;
      padding-block: 10px;
    }
    .field {
      border-radius: 28px;
    }
  }
  @container (max-height: 300px) {
    :host {
      padding-block: 4px max(6px, env(safe-area-inset-bottom));
    }
  }
  @media (forced-colors: active) {
    .send {
      border: 1px solid ButtonText;
    }
    .send[aria-disabled='true'] {
      color: GrayText;
    }
  }
`
