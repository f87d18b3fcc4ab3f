import { css } from 'lit'

export const messagesStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-block-size: 0;
  }
  .scroller {
    flex: 1;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: color-mix(in oklab, var(--_ink) 22%, transparent) transparent;
  }
  .scroller:focus-visible {
    outline-offset: -3px;
    border-radius: 8px;
  }
  .list {
    display: flex;
    flex-direction: column;
    gap: 30px;
    max-inline-size: 760px;
    min-block-size: 100%;
    margin-inline: auto;
    padding-block: 20px 36px;
    padding-inline: var(--_gutter);
  }
  .thinking {
    color: var(--_muted);
    animation: appear 240ms;
  }
  .awaited {
    inline-size: 72%;
    block-size: 2.6em;
    background:
      linear-gradient(var(--_hover) 0 0) 0 0 / 100% 0.8em no-repeat,
      linear-gradient(var(--_hover) 0 0) 0 100% / 62% 0.8em no-repeat;
    animation: appear 600ms 200ms backwards;
  }
  .unavailable {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 8px;
    max-inline-size: 34ch;
    margin: auto;
    text-align: center;
    color: var(--_muted);
  }
  .unavailable .title {
    color: var(--_ink);
    font-weight: 600;
  }
  .unavailable .pill {
    margin-block-start: 8px;
  }
  .latest {
    align-self: center;
    margin-block-start: 4px;
    animation: appear 160ms;
  }
  @container (max-height: 300px) {
    .list {
      padding-block: 4px 8px;
    }
    .latest {
      min-block-size: 28px;
      padding-block: 2px;
    }
  }
`
