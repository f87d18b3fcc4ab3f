import { css } from 'lit'

/** A call wears it from its first question on. */
export const callQuestionStyles = css`
  .question {
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
  .answers .pill {
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
`
