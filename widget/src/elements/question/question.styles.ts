import { css } from 'lit'

export const questionStyles = css`
  :host {
    display: grid;
    gap: 12px;
    margin: 8px 12px 4px;
    padding: 16px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_raised);
    animation: appear var(--_in);
  }
  .answers {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .pill {
    flex: 1 0 auto;
  }
  .yes {
    border-color: transparent;
    background: var(--_strong);
    color: var(--_on-strong);
  }
  .yes:hover {
    background: color-mix(in oklab, var(--_strong) 88%, var(--_ink));
  }
  .danger {
    background: var(--_danger);
  }
  .danger:hover {
    background: color-mix(in oklab, var(--_danger) 88%, var(--_ink));
  }
  :host([over]) {
    position: absolute;
    inset-block-end: max(12px, env(safe-area-inset-bottom));
    inset-inline: 12px;
    gap: 14px;
    margin: 0;
    padding: 18px;
    box-shadow: var(--_shadow);
  }
  :host([over]) .answers {
    justify-content: flex-end;
  }
  :host([over]) .pill {
    flex: none;
  }
`
