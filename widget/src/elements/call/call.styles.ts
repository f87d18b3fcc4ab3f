import { css } from 'lit'

export const callStyles = css`
  :host {
    --_strip: 65px;
    flex: none;
    min-inline-size: 0;
  }
  .call {
    position: relative;
    display: grid;
    border-block-end: 1px solid var(--_line);
  }
  .stage {
    position: relative;
    inline-size: 100%;
    max-block-size: min(316px, 46cqh);
    aspect-ratio: 4 / 3;
    margin-inline: auto;
    overflow: hidden;
    background: var(--_light);
  }
  /* A question, the bar and the text field are all seen, in a low panel, too. */
  .asking .stage {
    max-block-size: calc(100cqh - 400px);
  }
  .face {
    position: absolute;
    inset: 0;
    overflow: hidden;
  }
  :is(.drawing, .video) .face {
    animation: appear var(--_in);
  }
  /* A drawing goes on outside its frame: the head stands clear of the name. */
  .drawing .face {
    inset-block-start: 44px;
  }
  .drawing .face,
  .drawing .face svg {
    overflow: visible;
  }
  /* Where the drawn face will stand. */
  .awaited {
    position: absolute;
    inset: 46px 0 0;
    opacity: 0.6;
  }
  .awaited svg {
    display: block;
    block-size: 96%;
    margin-inline: auto;
    overflow: visible;
  }
  .awaited svg > :nth-child(-n + 2) {
    display: none;
  }
  /* A video is anybody's picture: the name stands above it, on paper. */
  .stage.video {
    aspect-ratio: 6 / 5;
    background: none;
  }
  .video .face {
    inset-block-start: var(--_strip);
  }
  :host([small]) .stage {
    block-size: var(--_strip);
    aspect-ratio: auto;
    background: none;
  }
  :host([small]) .face,
  :host([small]) .awaited {
    inset-block: 12px auto;
    inset-inline: var(--_gutter) auto;
    inline-size: 40px;
    block-size: 40px;
    overflow: hidden;
    border-radius: 50%;
  }
  .captions {
    display: grid;
    align-content: center;
    min-block-size: calc(2lh + 20px);
    padding: 10px 8px;
    font-size: clamp(16px, 5cqi, 18px);
    font-weight: 500;
    line-height: 1.35;
    text-align: center;
    text-wrap: balance;
  }
  .captions.visitor,
  .captions.hint {
    color: var(--_muted);
  }
  .captions.visitor {
    font-style: italic;
  }
  /* Whoever speaks at length sees the end of it. */
  .captions.visitor span {
    display: flex;
    align-items: end;
    justify-content: center;
    max-block-size: 2lh;
    overflow: hidden;
  }
  .captions.hint {
    font-weight: 400;
  }
  .captions b:empty {
    display: none;
  }
  .captions b {
    padding-inline: 2px;
    margin-inline: -2px;
    border-radius: 5px;
    background: var(--_tint);
    color: var(--_tint-ink);
    font-weight: inherit;
  }
  .bar {
    display: flex;
    justify-content: space-evenly;
    inline-size: 100%;
    max-inline-size: 340px;
    margin-inline: auto;
    padding: 8px 8px 10px;
  }
  /* Without captions the face ends right above it. */
  :host(:not([small])) .stage + .bar {
    padding-block-start: 14px;
  }
  .control {
    display: grid;
    place-items: center;
    inline-size: 48px;
    block-size: 48px;
    border-radius: 50%;
    color: var(--_muted);
    font-size: 18px;
    transition:
      background-color 140ms,
      color 140ms;
  }
  /* An icon that is drawn anew under a pressing mouse would take the click along. */
  .control svg {
    pointer-events: none;
  }
  .control:is(:hover, [aria-pressed='true'], [aria-expanded='true']) {
    background: var(--_hover);
    color: var(--_ink);
  }
  .control.microphone.on {
    background: var(--_tint);
    color: var(--_tint-ink);
    box-shadow: inset 0 0 0 2px var(--_accent);
  }
  .microphone:is(.opening, .asking) {
    opacity: 0.6;
  }
  .control.end {
    background: var(--_danger);
    color: var(--_on-strong);
    font-size: 20px;
  }
  .control.end:hover {
    background: color-mix(in oklab, var(--_danger) 88%, var(--_ink));
  }
  .volume {
    position: relative;
  }
  @container (max-height: 519px) {
    .stage {
      max-block-size: 34cqh;
    }
    .captions {
      font-size: 16px;
      padding-block: 4px;
      min-block-size: calc(2lh + 8px);
    }
  }
  @media (forced-colors: active) {
    .control {
      border: 1px solid ButtonText;
    }
    .captions b {
      outline: 1px solid CanvasText;
    }
  }
`
