import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { addNotices } from './building/add-notices.ts'
import { buildWorklets } from './building/build-worklets.ts'
import { espeakAsset } from './building/espeak-asset.ts'
import { exportOwnNames } from './building/export-own-names.ts'
import { forgetPast } from './building/forget-past.ts'
import { forgetReasons } from './building/forget-reasons.ts'
import { inLanguage } from './building/in-language.ts'
import { keepChunkWhole } from './building/keep-chunk-whole.ts'
import { keepEntryToItself } from './building/keep-entry-to-itself.ts'
import { minifyAgain } from './building/minify-again.ts'
import { minifyMarkup } from './building/minify-markup.ts'
import { minifyStyles } from './building/minify-styles.ts'
import { rnnoiseLicence } from './building/rnnoise-licence.ts'

const entry = 'visavis.js'
const panel = 'load-panel'
const sharedModules =
  /[\\/](?:clock|create-id|load-panel|deferred|follow-words|in-order|load-mark-readers|marked-formula|timeline)\.ts$/u

/** In the chunks that carry the libraries, instead of a comment for each of their modules. */
const notices: Readonly<Record<string, string>> = {
  [panel]: '/*! Lit © Google LLC, BSD-3-Clause; Valibot © Fabian Hiller, MIT */',
  'start-session': "/*! Anam's JavaScript SDK © Anam AI, MIT */",
}

/**
 * The script tag: `visavis.js` keeps its name, so that a page's tag stays as it is; what it loads
 * later is named by its content. Chunks are found beside the script, on whatever origin it lies.
 */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Workers and other files are found as chunks are.
  base: './',
  resolve: {
    alias: { buffer: fileURLToPath(new URL('src/avatars/anam/buffer-shim.ts', import.meta.url)) },
  },
  plugins: [
    forgetReasons(),
    forgetPast(),
    exportOwnNames(),
    minifyStyles(),
    minifyMarkup(),
    addNotices(notices),
    minifyAgain(),
    buildWorklets(),
    keepEntryToItself(entry),
    keepChunkWhole(panel),
    espeakAsset(),
    rnnoiseLicence(),
  ],
  build: {
    // What browsers have that know constructable style sheets everywhere: Safari 16.4, Firefox 115.
    target: 'es2023',
    outDir: 'dist',
    emptyOutDir: true,
    // As a library: an application's preloading of chunks would weigh more than our launcher.
    lib: {
      entry: fileURLToPath(new URL('src/embed.ts', import.meta.url)),
      formats: ['es'],
      fileName: () => entry,
    },
    rolldownOptions: {
      // It would say each time that minifying takes most of it.
      checks: { pluginTimings: false },
      // No getter here, or in what is bundled, does more than get; and no call of Valibot's more than
      // make a schema, which not every one of them says itself.
      treeshake: { propertyReadSideEffects: false, manualPureFunctions: ['v'] },
      output: {
        chunkFileNames: ({ facadeModuleId, name }) =>
          `assets/${inLanguage(facadeModuleId)}${name}-[hash].js`,
        assetFileNames: 'assets/[name]-[hash][extname]',
        minify: true,
        // What loads later shares modules with it, and with each other, which would become chunks of
        // their own: small ones weigh more apart than they do here.
        codeSplitting: { groups: [{ name: panel, test: sharedModules }] },
        // What a namespace is called nobody asks.
        generatedCode: { symbols: false },
        // One notice instead of one a module; what tells a bundler which calls are pure goes, too.
        comments: { legal: false, annotation: false },
      },
    },
  },
})
