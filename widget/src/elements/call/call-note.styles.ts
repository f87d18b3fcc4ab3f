import { css } from 'lit'

/** What a call wears from the first note on. */
export const callNoteStyles = css`
  .note {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: end;
    gap: 6px 12px;
    margin: 8px 12px 4px;
    padding: 8px 8px 8px 14px;
    border-radius: 12px;
    background: color-mix(in oklab, var(--_notice) 9%, var(--_paper));
    color: var(--_notice);
    font-size: 14px;
    line-height: 1.4;
    animation: appear var(--_in);
  }
  .note p {
    flex: 1 1 180px;
  }
  .note .pill,
  .note .icon-button {
    flex: none;
    color: inherit;
  }
`
