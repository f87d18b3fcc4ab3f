/**
 * A plain string, since the launcher comes without Lit. What must hold against a page's own rules
 * stands on `.frame`, which no selector of the page reaches; `all: initial` cuts what would be
 * inherited.
 */
export const companionStyles = `
:host {
  display: block;
}
:host([hidden]) {
  display: none;
}
.frame {
  all: initial;
  --_accent: var(--psy-avatar-accent, var(--_site-accent, oklch(0.62 0.09 195)));
  --_paper: var(--psy-avatar-paper, light-dark(oklch(0.985 0.006 85), oklch(0.21 0.012 265)));
  --_ink: var(--psy-avatar-ink, light-dark(oklch(0.25 0.02 260), oklch(0.93 0.008 85)));
  --_line: color-mix(in oklab, var(--_ink) 10%, transparent);
  --_light: light-dark(oklch(from var(--_accent) 0.945 calc(c * 0.32) h), oklch(from var(--_accent) 0.31 calc(c * 0.42) h));
  --_shadow: 0 1px 3px oklch(0.25 0.02 260 / 0.1), 0 10px 28px -6px light-dark(oklch(0.25 0.02 260 / 0.26), oklch(0 0 0 / 0.5));
  display: block;
  color-scheme: light dark;
  color: var(--_ink);
  font: 500 15px / 1.4 var(--psy-avatar-font, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif);
}
:host([theme='light']) .frame {
  color-scheme: light;
}
:host([theme='dark']) .frame {
  color-scheme: dark;
}
.launcher {
  all: unset;
  box-sizing: border-box;
  position: relative;
  display: flex;
  flex-direction: column;
  align-items: center;
  gap: 20px;
  inline-size: 100%;
  padding: 28px 20px;
  border: 1px solid var(--_line);
  border-radius: var(--psy-avatar-radius, 22px);
  background: linear-gradient(var(--_light), var(--_paper) 62%);
  cursor: pointer;
  -webkit-tap-highlight-color: transparent;
}
.launcher:focus-visible {
  outline: 2px solid var(--_ink);
  outline-offset: 3px;
}
.face {
  display: block;
  inline-size: 112px;
  block-size: 112px;
  overflow: hidden;
  border-radius: 50%;
}
.face svg {
  display: block;
}
.presence {
  position: absolute;
}
.label {
  padding: 8px 18px;
  border-radius: 999px;
  background: light-dark(oklch(from var(--_accent) 0.46 c h), oklch(from var(--_accent) 0.8 c h));
  color: light-dark(#fff, oklch(0.2 0.015 265));
}
.failure {
  margin: 8px 0;
  text-align: center;
}
.failure:empty,
:host([open]:not([placement='floating'])) .launcher {
  display: none;
}
:host([placement='floating']) {
  .frame {
    position: fixed;
    z-index: var(--psy-avatar-z-index, 2147483000);
    inset-block-end: calc(var(--psy-avatar-inset-block, 24px) + env(safe-area-inset-bottom));
    inset-inline-end: var(--psy-avatar-inset-inline, 24px);
  }
  .launcher {
    inline-size: var(--psy-avatar-launcher-size, 60px);
    block-size: var(--psy-avatar-launcher-size, 60px);
    padding: 4px;
    border: 0;
    border-radius: 50%;
    background: var(--_paper);
    box-shadow: var(--_shadow);
    transition: transform 160ms ease-out;
  }
  .launcher:hover {
    transform: translateY(-2px);
  }
  .face {
    inline-size: 100%;
    block-size: 100%;
  }
  .presence {
    inset: 0;
    border: 2px solid var(--_accent);
    border-radius: 50%;
  }
  .label {
    position: absolute;
    inset-block-start: 50%;
    inset-inline-end: calc(100% + 12px);
    inline-size: max-content;
    max-inline-size: calc(100vw - 130px);
    translate: 0 -50%;
    border-radius: 14px;
    background: var(--_paper);
    color: var(--_ink);
    box-shadow: var(--_shadow);
    opacity: 0;
    pointer-events: none;
    transition: opacity 160ms;
  }
  .launcher:is(:hover, :focus-visible)[aria-expanded='false'] .label {
    opacity: 1;
  }
  .failure {
    position: absolute;
    inset-block-end: calc(100% + 12px);
    inset-inline-end: 0;
    inline-size: 220px;
    margin: 0;
    padding: 12px 16px;
    border-radius: 14px;
    background: var(--_paper);
    box-shadow: var(--_shadow);
    text-align: start;
  }
}
.busy .presence,
.loading .presence {
  animation: breathe 2.4s ease-in-out infinite;
}
.unread .presence::after {
  content: '';
  position: absolute;
  inset-block-start: 0;
  inset-inline-end: 0;
  inline-size: 12px;
  block-size: 12px;
  border: 2px solid var(--_paper);
  border-radius: 50%;
  background: var(--_accent);
}
@keyframes breathe {
  50% {
    opacity: 0.25;
  }
}
@media (max-width: 480px) {
  :host([placement='floating']) {
    --psy-avatar-launcher-size: 56px;
    --psy-avatar-inset-block: 16px;
    --psy-avatar-inset-inline: 16px;
  }
}
@media (prefers-reduced-motion: reduce) {
  .launcher {
    transition: none !important;
    transform: none !important;
  }
}
`
