import type { Plugin } from 'vite'

/** Answers `/visavis.js` with the widget's embed entry while developing, for any origin. */
export function embedScript(entry: string): Plugin {
  return {
    name: 'visavis:embed-script',
    apply: 'serve',
    enforce: 'pre',
    config: () => ({ server: { cors: true } }),
    resolveId: (source) => (source === '/visavis.js' ? entry : null),
  }
}
