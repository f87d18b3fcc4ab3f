/**
 * A plain string, since the launcher comes without Lit. What must hold against a page's own rules
 * stands on `.frame`, which no selector of the page reaches; `all: initial` cuts what would be
 * inherited.
 */
export const companionStyles = `
:host(:not([hidden])) {
  display: block;
}
.frame {
  all: initial;
  --_accent: var(--visavis-accent, var(--_site-accent, oklch(0.62 0.09 195)));
  --_paper: var(--visavis-paper, light-dark(#fbf9f6, #16181d));
  --_ink: var(--visavis-ink, light-dark(#1c222a, #eae7e2));
  display: block;
  color: var(--_ink);
  color-scheme: light dark;
  font: 500 15px/1.4 var(--visavis-font, system-ui, sans-serif);
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
  display: grid;
  place-items: center;
  text-align: center;
  gap: 20px;
  inline-size: 100%;
  padding: 28px 20px;
  border: 1px solid #8883;
  border-radius: var(--visavis-radius, 22px);
  background: linear-gradient(color-mix(in oklab, var(--_accent) 18%, var(--_paper)), var(--_paper) 62%);
  cursor: pointer;
}
.launcher:focus-visible {
  outline: 2px solid;
  outline-offset: 3px;
}
.face {
  inline-size: 112px;
  block-size: 112px;
  overflow: hidden;
  border-radius: 50%;
}
.label,
.note {
  padding: 8px 18px;
  border-radius: 22px;
}
.label {
  background: light-dark(oklch(from var(--_accent) 0.46 c h), oklch(from var(--_accent) 0.8 c h));
  color: var(--_paper);
}
.note:empty,
:host([open]:not([placement='floating'])) .launcher {
  display: none;
}
:host([placement='floating']) {
  .frame {
    --_size: var(--visavis-launcher-size, 60px);
    --_inset: min(24px, 5vw);
    position: fixed;
    z-index: 2147483000;
    inset-block-end: calc(var(--visavis-inset-block, var(--_inset)) + env(safe-area-inset-bottom));
    inset-inline-end: var(--visavis-inset-inline, var(--_inset));
  }
  .launcher {
    inline-size: var(--_size);
    block-size: var(--_size);
    padding: 4px;
    border: 0;
    border-radius: 50%;
    background: var(--_paper);
    box-shadow: 0 2px 20px #0003;
  }
  .face {
    inline-size: 100%;
    block-size: 100%;
  }
  .ring {
    position: absolute;
    inset: 0;
    border: 2px solid var(--_accent);
    border-radius: 50%;
  }
  .label,
  .note {
    position: absolute;
    inset-block-end: 11px;
    inset-inline-end: calc(100% + 12px);
    margin: 0;
    inline-size: max-content;
    max-inline-size: calc(100vw - 150px);
    background: var(--_paper);
    color: var(--_ink);
    box-shadow: 0 2px 20px #0003;
  }
  .launcher:not(:hover, :focus-visible) .label,
  [aria-expanded='true'] .label {
    opacity: 0;
  }
}
.loading .ring {
  opacity: 0.3;
}
@media print {
  :host([placement='floating']) .frame,
  :host(:not([open])) .frame {
    display: none;
  }
}
`
