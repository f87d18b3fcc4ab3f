import { css } from 'lit'

export const panelStyles = css`
  :host {
    display: contents;
  }
  .panel {
    --_size: var(--visavis-font-size, 16px);
    container-type: size;
    position: relative;
    overflow: hidden;
    margin: 0;
    padding: 0;
    border: 1px solid var(--_line);
    border-radius: var(--_radius-panel);
    background: var(--_paper);
    color: var(--_ink);
    font: 400 var(--_size) / 1.5
      var(--visavis-font, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif);
    text-align: start;
    -webkit-text-size-adjust: 100%;
    accent-color: var(--_strong);
    /* A page that forbids its own text to be selected does not reach in here. */
    -webkit-user-select: text;
    user-select: text;
  }
  .inline {
    inline-size: 100%;
    block-size: var(--visavis-height, 600px);
  }
  :host(:not([open])) .inline {
    display: none;
  }
  .body {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    transition: opacity 140ms;
  }
  .body[inert] {
    opacity: 0.45;
  }
  .floating {
    position: absolute;
    inset-block: auto calc(100% + 12px);
    inset-inline: auto 0;
    inline-size: min(var(--visavis-width, 400px), 100vw / var(--_zoom, 1) - 32px);
    block-size: min(
      var(--visavis-height, 680px),
      var(--_sheet-height, 100dvh) / var(--_zoom, 1) - 96px - 16px
    );
    max-inline-size: none;
    max-block-size: none;
    box-shadow: var(--_shadow);
    transform-origin: calc(100% - 30px) calc(100% + 42px);
    opacity: 0;
    transform: scale(0.9) translateY(12px);
    transition:
      opacity 140ms ease-in,
      transform 140ms ease-in,
      display 140ms allow-discrete,
      overlay 140ms allow-discrete;
  }
  .floating:dir(rtl) {
    transform-origin: 30px calc(100% + 42px);
  }
  .floating[open] {
    opacity: 1;
    transform: none;
    transition:
      opacity 200ms ease-out,
      transform var(--_in);
  }
  @starting-style {
    .floating[open] {
      opacity: 0;
      transform: scale(0.9) translateY(12px);
    }
  }
  .floating:modal {
    position: fixed;
    inset: calc(var(--_sheet-top, 0px) / var(--_zoom, 1)) 0 auto;
    inline-size: 100%;
    block-size: calc(var(--_sheet-height, 100dvh) / var(--_zoom, 1));
    border: 0;
    border-radius: 0;
  }
  .floating::backdrop {
    background: var(--_paper);
  }
  .floating:modal .body {
    padding: env(safe-area-inset-top) env(safe-area-inset-right) 0 env(safe-area-inset-left);
  }
  .notice {
    margin-inline: 12px;
    padding: 8px 14px;
    border-radius: 12px;
    background: color-mix(in oklab, var(--_notice) 9%, var(--_paper));
    color: var(--_notice);
    font-size: 14px;
    line-height: 1.4;
  }
  @media (forced-colors: active) {
    .panel {
      border: 1px solid CanvasText;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .floating,
    .floating[open] {
      transform: none;
    }
  }
`
