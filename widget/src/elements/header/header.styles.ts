import { css } from 'lit'

export const headerStyles = css`
  header {
    position: relative;
    display: grid;
    grid-template-columns: auto 1fr auto auto;
    align-items: center;
    column-gap: 12px;
    padding-block: 12px;
    padding-inline: var(--_gutter) 12px;
    border-block-end: 1px solid var(--_line);
  }
  .portrait {
    inline-size: 40px;
    block-size: 40px;
    border-radius: 50%;
    overflow: hidden;
    background: var(--_light);
  }
  .portrait svg {
    display: block;
    inline-size: 100%;
    block-size: 100%;
  }
  .who {
    min-inline-size: 0;
  }
  .name {
    font-size: 16px;
    font-weight: 600;
    line-height: 1.3;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .tagline {
    font-size: 14px;
    line-height: 1.35;
    color: var(--_muted);
    unicode-bidi: normal;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .tagline span + .state::before {
    content: '· ';
  }
  /* No room for both: what it does while it does it, what it is the rest of the time. */
  @container (max-width: 379px) {
    :host(:not([expanded], [busy])) span + .state,
    :host([busy]:not([expanded])) .tagline span:not(.state) {
      display: none;
    }
    :host([busy]:not([expanded])) .state::before {
      content: none;
    }
  }
  .tools {
    position: relative;
    z-index: 2;
    display: flex;
    gap: 2px;
  }
  @container (max-height: 300px) {
    header {
      padding-block: 2px;
    }
  }
  .stage {
    display: none;
  }
  @container (min-height: 520px) {
    :host([expanded]) header {
      grid-template-columns: 1fr;
      justify-items: center;
      text-align: center;
      padding-block: 28px 0;
      padding-inline: var(--_gutter);
      border: 0;
    }
    :host([expanded]) .stage {
      display: block;
      position: absolute;
      inset: 0;
      block-size: 188px;
      background:
        radial-gradient(80% 130% at 20% 0%, var(--_warm), transparent),
        linear-gradient(var(--_light), color-mix(in oklab, var(--_light) 60%, var(--_paper)));
      box-shadow: inset 0 -1px var(--_line);
    }
    :host([expanded]) .portrait {
      position: relative;
      inline-size: 160px;
      block-size: 160px;
      border-radius: 0;
      background: none;
      animation: appear var(--_in);
    }
    :host([expanded]) .portrait svg > :nth-child(-n + 2) {
      display: none;
    }
    :host([expanded]) .who {
      max-inline-size: 100%;
      margin-block-start: 14px;
    }
    :host([expanded]) .name {
      font-size: 20px;
    }
    :host([expanded]) .tagline {
      font-size: 15px;
      white-space: normal;
      text-wrap: balance;
    }
    :host([expanded]) .tools {
      position: absolute;
      inset-block-start: 12px;
      inset-inline-end: 12px;
    }
  }
`
