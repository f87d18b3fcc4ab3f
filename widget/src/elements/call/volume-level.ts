import { html, type TemplateResult } from 'lit'

export { volumeLevelStyles } from './volume-level.styles.ts'

/** How loud it is, to be changed; it loads when somebody wants to. */
export function volumeLevel(
  name: string,
  volume: number,
  onChange: (volume: number) => void,
): TemplateResult {
  return html`<div class="level">
    <input
      type="range"
      min="0"
      max="100"
      step="5"
      aria-label=${name}
      .value=${`${Math.round(volume * 100)}`}
      @input=${(event: Event) => onChange((event.target as HTMLInputElement).valueAsNumber / 100)}
    />
  </div>`
}
