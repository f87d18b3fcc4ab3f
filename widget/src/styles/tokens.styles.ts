import { css } from 'lit'

/**
 * Every colour is derived from one accent. Lightness is fixed wherever text stands on a colour, so
 * that contrast holds whatever accent a page chooses; only hue and chroma follow it.
 */
export const tokens = css`
  .panel {
    --_accent: var(--visavis-accent, var(--_site-accent, oklch(0.62 0.09 195)));
    --_paper: var(--visavis-paper, light-dark(oklch(0.985 0.006 85), oklch(0.21 0.012 265)));
    --_raised: var(--visavis-raised, light-dark(#fff, oklch(0.262 0.013 265)));
    --_ink: var(--visavis-ink, light-dark(oklch(0.25 0.02 260), oklch(0.93 0.008 85)));
    --_muted: var(--visavis-ink-muted, light-dark(oklch(0.49 0.018 260), oklch(0.74 0.012 265)));
    --_line: var(--visavis-line, color-mix(in oklab, var(--_ink) 10%, transparent));
    --_hover: color-mix(in oklab, var(--_ink) 6%, transparent);
    --_tint: var(
      --visavis-bubble,
      light-dark(
        oklch(from var(--_accent) 0.94 calc(c * 0.23) h),
        oklch(from var(--_accent) 0.325 calc(c * 0.42) h)
      )
    );
    --_tint-ink: var(--visavis-bubble-ink, var(--_ink));
    --_light: light-dark(
      oklch(from var(--_accent) 0.925 calc(c * 0.24) h),
      oklch(from var(--_accent) 0.33 calc(c * 0.4) h)
    );
    --_warm: light-dark(oklch(0.972 0.026 80), oklch(0.4 0.03 75));
    --_strong: light-dark(oklch(from var(--_accent) 0.46 c h), oklch(from var(--_accent) 0.8 c h));
    --_on-strong: light-dark(oklch(0.99 0.004 85), oklch(0.2 0.015 265));
    --_danger: var(--visavis-danger, light-dark(oklch(0.5 0.15 25), oklch(0.78 0.11 25)));
    --_notice: var(--visavis-notice, light-dark(oklch(0.5 0.08 250), oklch(0.8 0.07 250)));
    --_focus: var(--visavis-focus, var(--_strong));
    --_radius-panel: var(--visavis-radius, 22px);
    --_radius: var(--visavis-radius-card, 16px);
    --_gutter: var(--visavis-gutter, 20px);
    --_meta: var(--visavis-meta-size, 15px);
    --_shadow: var(
      --visavis-shadow,
      0 1px 3px oklch(0.25 0.02 260 / 0.08),
      0 18px 48px -8px light-dark(oklch(0.25 0.02 260 / 0.22), oklch(0 0 0 / 0.5))
    );
    --_in: 220ms cubic-bezier(0.2, 0.8, 0.3, 1);
    --_out: 140ms cubic-bezier(0.5, 0, 0.9, 0.4);
  }
`
