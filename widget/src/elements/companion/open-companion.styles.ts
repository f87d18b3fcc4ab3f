/** What the launcher needs once there is a panel: the way back, news, and the breath of thought. */
export const openCompanionStyles = `
:host([placement='floating']) {
  .face,
  .launcher::after {
    transition: opacity 160ms;
  }
  .launcher::after {
    content: '';
    position: absolute;
    inset: 0;
    inline-size: 11px;
    block-size: 11px;
    margin: auto;
    border: solid;
    border-width: 0 1.75px 1.75px 0;
    border-radius: 1px;
    opacity: 0;
    transform: translateY(-3px) rotate(45deg);
  }
  [aria-expanded='true'] .face {
    opacity: 0;
  }
  [aria-expanded='true']::after {
    opacity: 1;
  }
}
.busy .ring {
  animation: breathe 2.4s infinite;
}
.unread .ring::after {
  content: '';
  position: absolute;
  inset-block-start: 0;
  inset-inline-end: 0;
  inline-size: 11px;
  block-size: 11px;
  border: 2px solid var(--_paper);
  border-radius: 50%;
  background: var(--_accent);
}
@keyframes breathe {
  50% {
    opacity: 0.25;
  }
}
@media (prefers-reduced-motion: reduce) {
  .busy .ring {
    animation-duration: 4s;
  }
}
`
