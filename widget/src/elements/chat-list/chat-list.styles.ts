import { css } from 'lit'

export const chatListStyles = css`
  :host {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
    padding-block: env(safe-area-inset-top) env(safe-area-inset-bottom);
    background: var(--_paper);
    color: var(--_ink);
    animation: appear var(--_in);
  }
  .top {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 10px 12px;
    border-block-end: 1px solid var(--_line);
  }
  h2 {
    overflow: hidden;
    font-size: 16px;
    font-weight: 600;
    line-height: 1.3;
  }
  :host([inert]) > * {
    opacity: 0.45;
  }
  .back:dir(rtl) .icon {
    transform: scaleX(-1);
  }
  .scroll {
    flex: 1;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 8px;
  }
  ul {
    display: flex;
    flex-direction: column;
    gap: 2px;
    list-style: none;
  }
  li {
    display: flex;
    align-items: center;
    min-block-size: 56px;
    border-radius: var(--_radius);
  }
  li:hover,
  li:focus-within,
  li.current {
    background: var(--_hover);
  }
  .show {
    flex: 1;
    min-inline-size: 0;
    padding-block: 8px;
    padding-inline: 12px 4px;
    border-radius: var(--_radius);
  }
  .show:focus-visible {
    outline-offset: -2px;
  }
  .called,
  .when {
    display: block;
    /* Words of one direction stand at the side where the page begins. */
    unicode-bidi: plaintext;
    text-align: match-parent;
  }
  .called {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .current .called {
    font-weight: 600;
  }
  .when {
    color: var(--_muted);
    font-size: var(--_meta);
    line-height: 1.4;
  }
  form {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 2px;
    min-inline-size: 0;
    padding-inline-start: 8px;
  }
  input {
    flex: 1;
    min-inline-size: 0;
    padding: 8px 10px;
    border: 1px solid var(--_line);
    border-radius: 10px;
    background: var(--_raised);
    color: inherit;
    font: inherit;
    /* A phone zooms into what is smaller. */
    font-size: max(16px, 1em);
  }
  input:focus-visible {
    outline-offset: -1px;
  }
  .aside {
    padding: 16px 12px;
    color: var(--_muted);
  }
  .problem {
    color: var(--_danger);
  }
  .pill {
    margin: 8px auto;
    display: flex;
  }
`
