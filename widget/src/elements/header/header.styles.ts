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
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .tagline span + .state::before {
    content: '·';
    margin-inline: 4px;
  }
  .tools {
    position: relative;
    z-index: 2;
    display: flex;
    gap: 2px;
  }
  .menu {
    position: absolute;
    inset-block-start: calc(100% + 6px);
    inset-inline-end: 0;
    min-inline-size: 208px;
    padding: 6px;
    border-radius: var(--_radius);
    border: 1px solid var(--_line);
    background: var(--_raised);
    box-shadow: var(--_shadow);
    animation: arrive var(--_in);
    transform-origin: top;
  }
  .menu button {
    display: flex;
    align-items: center;
    gap: 12px;
    inline-size: 100%;
    min-block-size: 44px;
    padding-inline: 12px;
    border-radius: 10px;
    font-size: 15px;
    white-space: nowrap;
  }
  .menu button:hover,
  .menu button:focus-visible {
    background: var(--_hover);
  }
  .menu button:focus-visible {
    outline-offset: -2px;
  }
  .menu .icon {
    color: var(--_muted);
  }
  .stage {
    display: none;
  }
  @container (min-height: 500px) {
    :host([expanded]) header {
      grid-template-columns: 1fr;
      justify-items: center;
      text-align: center;
      padding-block: 20px 0;
      padding-inline: var(--_gutter);
      border: 0;
    }
    :host([expanded]) .stage {
      display: block;
      position: absolute;
      inset: 0;
      block-size: 148px;
      background: radial-gradient(
        120% 150% at 22% -10%,
        var(--_light) 0%,
        color-mix(in oklab, var(--_light) 45%, var(--_paper)) 55%,
        var(--_paper) 100%
      );
      border-block-end: 1px solid var(--_line);
    }
    :host([expanded]) .portrait {
      position: relative;
      inline-size: 128px;
      block-size: 128px;
      border-radius: 0;
      background: none;
      animation: appear var(--_in);
    }
    :host([expanded]) .portrait [data-part='backdrop'] {
      display: none;
    }
    :host([expanded]) .who {
      margin-block-start: 12px;
    }
    :host([expanded]) .name {
      font-size: 20px;
    }
    :host([expanded]) .tagline {
      font-size: 15px;
    }
    :host([expanded]) .tools {
      position: absolute;
      inset-block-start: 12px;
      inset-inline-end: 12px;
    }
  }
  @keyframes arrive {
    from {
      opacity: 0;
      transform: scale(0.96);
    }
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
`
