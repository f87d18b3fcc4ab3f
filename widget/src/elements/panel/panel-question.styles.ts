import { css } from 'lit'

/** A panel wears it from its first question on. */
export const panelQuestionStyles = css`
  .question {
    position: absolute;
    inset-block-end: max(12px, env(safe-area-inset-bottom));
    inset-inline: 12px;
    display: grid;
    gap: 14px;
    padding: 18px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_raised);
    box-shadow: var(--_shadow);
    animation: appear var(--_in);
  }
  .answers {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 8px;
  }
  .danger {
    border-color: transparent;
    background: var(--_danger);
    color: var(--_on-strong);
  }
  .danger:hover {
    background: color-mix(in oklab, var(--_danger) 88%, var(--_ink));
  }
`
