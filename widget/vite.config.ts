import { basename, dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transform } from 'lightningcss'
import { minify as minifyScript } from 'terser'
import { defineConfig, type Plugin } from 'vite'
import { espeakAsset } from './espeak-asset.ts'
import { rnnoiseLicence } from './rnnoise-licence.ts'

const entry = 'visavis.js'
const talk = 'create-talk'
const sharedModules =
  /[\\/](?:clock|create-id|create-talk|deferred|follow-words|in-order|load-mark-readers|looks|marked-formula|svg-element|timeline)\.ts$/u

/** Which language's folder a chunk's module lies in, to tell its name from those of the others: `en-`. */
function inLanguage(facadeModuleId: string | null): string {
  const [, language] = /[\\/]([a-z]{2})[\\/][^\\/]+$/u.exec(facadeModuleId ?? '') ?? []
  return language === undefined ? '' : `${language}-`
}

/** In the chunks that carry the libraries, instead of a comment for each of their modules. */
const notices: Readonly<Record<string, string>> = {
  [talk]: '/*! Lit © Google LLC, BSD-3-Clause; Valibot © Fabian Hiller, MIT */',
  'start-session': "/*! Anam's JavaScript SDK © Anam AI, MIT */",
}

/** Style sheets stand in template strings, which no minifier touches; this one does. */
function minifyStyles(): Plugin {
  return {
    name: 'minify-styles',
    enforce: 'pre',
    transform: {
      filter: { id: /\.styles\.ts$/u },
      handler: (code) =>
        code.replaceAll(/(?<=css|= )`([^`]*)`/gu, (_, css: string) => `\`${minify(css)}\``),
    },
  }
}

function minify(css: string): string {
  const input = { filename: 'styles.css', code: Buffer.from(css), minify: true }
  return Buffer.from(transform(input).code).toString().replaceAll('\\', '\\\\')
}

/**
 * Markup stands in template strings, too: what is left of a minified line's break is a template's
 * indentation, which HTML reads as one blank.
 */
function minifyMarkup(): Plugin {
  return {
    name: 'minify-markup-and-notices',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        const code = chunk.code.replaceAll(/\n {2,}/gu, ' ')
        chunk.code = (notices[chunk.name] ?? '') + code
      }
    },
  }
}

/**
 * The bundler's own minifier leaves in what Terser takes out: 420 bytes of what a visitor loads for
 * a call.
 */
function minifyAgain(): Plugin {
  return {
    name: 'minify-again',
    async generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        const { code } = await minifyScript(chunk.code, {
          module: true,
          compress: {
            // Functions that stand together repeat each other's beginnings, which compresses well.
            hoist_funs: true,
            // Nobody asks how many arguments a function has, and a getter does no more than get.
            keep_fargs: false,
            pure_getters: true,
            ecma: 2020,
            passes: 3,
          },
          format: { comments: /^!/u },
        })
        chunk.code = code ?? chunk.code
      }
    },
  }
}

/**
 * Valibot's schemas as all that is asked of them here: whether a value has the shape. Why it has not,
 * and defaults, which no schema here has, are a fiftieth of what a visitor loads.
 */
const shapes: Record<string, string> = {
  'is(schema, input)': 'return schema.fits(input)',
  'array(item, message$1)': `return {
    fits: (value) => Array.isArray(value) && value.every((each) => item.fits(each)),
  }`,
  'boolean(message$1)': "return { fits: (value) => typeof value === 'boolean' }",
  'literal(literal_, message$1)':
    'return { literal: literal_, fits: (value) => value === literal_ }',
  'looseObject(entries$1, message$1)': `return {
    entries: entries$1,
    fits: (value) => typeof value === 'object' && value !== null &&
      Object.entries(entries$1).every(([key, entry]) => entry.fits(value[key])),
  }`,
  'nullable(wrapped, default_)':
    'return { fits: (value) => value === null || wrapped.fits(value) }',
  'number(message$1)': "return { fits: (value) => typeof value === 'number' && !isNaN(value) }",
  'optional(wrapped, default_)':
    'return { fits: (value) => value === undefined || wrapped.fits(value) }',
  'picklist(options, message$1)': 'return { options, fits: (value) => options.includes(value) }',
  'string(message$1)': "return { fits: (value) => typeof value === 'string' }",
  'variant(key, options, message$1)': `return {
    options, fits: (value) => options.some((option) => option.fits(value)),
  }`,
}

/** Leaves of Valibot what {@link shapes} says of it. */
function forgetReasons(): Plugin {
  const valibot = /[\\/]valibot[\\/]dist[\\/]index\.mjs$/u
  const known = new Set(Object.keys(shapes).map((signature) => signature.split('(', 1)[0]))
  return {
    name: 'forget-reasons',
    transform: {
      filter: { id: valibot },
      handler(code) {
        let shorter = code
        for (const [signature, body] of Object.entries(shapes)) {
          const start = shorter.indexOf(`function ${signature} {`)
          // A function of theirs ends at the next brace that stands at the line's beginning.
          const end = shorter.indexOf('\n}', start) + 2
          if (start === -1) this.error(`Valibot has no ${signature} any more`)
          shorter = `${shorter.slice(0, start)}function ${signature} { ${body} }${shorter.slice(end)}`
        }
        return shorter
      },
    },
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        for (const [id, { renderedExports }] of Object.entries(chunk.modules)) {
          const other = valibot.test(id) && renderedExports.find((name) => !known.has(name))
          if (other) this.error(`Valibot's ${other} knows nothing of these shapes`)
        }
      }
    },
  }
}

/**
 * Of Lit: what it does for browsers older than those it is built for here, what it tells its developers,
 * and what it keeps in the page: the list of its versions, and a place for its decorators, of which
 * there are none here. What no longer matches in another Lit stays, and the check of sizes tells.
 */
const litsPast: readonly (readonly [RegExp, string])[] = [
  [/\b\w\.ShadowRoot&&.+?CSSStyleSheet\.prototype/u, 'true'],
  [/\b\w\.lit\w+Support|\b\w\.reactiveElementPolyfillSupport/gu, 'undefined'],
  [/\(\w\.\w+Versions\?\?=\[\]\)\.push\("[\d.]+"\)/u, '0'],
  [/Symbol\.metadata\?\?=.+?new WeakMap;/u, ''],
  [/static addInitializer\(.+?\}(?=static )/u, ''],
  [/,this\.constructor\.l\?\.forEach\(\w=>\w\(this\)\)/u, ''],
  [/const \w=this\[Symbol\.metadata\];if\(.+?\}(?=this\._\$Eh=)/u, ''],
  [/Error\("[^"]*"(?:\+\w\+"[^"]*")?\)/gu, 'Error()'],
]

function forgetPast(): Plugin {
  return {
    name: 'forget-past',
    transform: {
      filter: { id: /[\\/](?:@lit|lit-html|lit-element)[\\/]/u },
      handler: (code) =>
        litsPast.reduce((rest, [past, instead]) => rest.replace(past, instead), code),
    },
  }
}

/** What pages add to `Object.prototype` is none of a chunk's exports, as the bundler's helper thinks. */
function exportOwnNames(): Plugin {
  return {
    name: 'export-own-names',
    renderChunk(code) {
      return code.replace(/for \(var name in all\)/u, 'for (var name of Object.keys(all))')
    },
  }
}

/**
 * A page may ask for the script under any name (`visavis.js?v=2`), and a chunk that imported it
 * back by its plain one would run it twice.
 */
function keepEntryToItself(): Plugin {
  return {
    name: 'keep-entry-to-itself',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk' && chunk.imports.includes(entry)) {
          this.error(`${chunk.fileName} shares modules with ${entry}`)
        }
      }
    },
  }
}

/** What is there when a visitor can write is one chunk; another that it imports is counted nowhere. */
function keepTalkWhole(): Plugin {
  return {
    name: 'keep-talk-whole',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk' && chunk.name === talk && chunk.imports.length > 0) {
          this.error(`${chunk.fileName} needs ${chunk.imports.join(', ')}`)
        }
      }
    },
  }
}

/**
 * A worklet is a script of its own, which nothing imports: `new URL('./….ts', import.meta.url)` of a
 * file whose name ends in `-worklet.ts` becomes the address of a chunk. Vite knows this of workers
 * only, and would copy the source.
 */
function buildWorklets(): Plugin {
  return {
    name: 'build-worklets',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { code: /-worklet\.ts'/u },
      handler(code, importer) {
        const address = /new URL\('([^']+-worklet)\.ts', import\.meta\.url\)/gu
        return code.replaceAll(address, (_, path: string) => {
          const id = resolve(dirname(importer), `${path}.ts`)
          const reference = this.emitFile({ type: 'chunk', id, name: basename(path) })
          return `new URL(import.meta.ROLLUP_FILE_URL_${reference})`
        })
      },
    },
  }
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
    minifyAgain(),
    buildWorklets(),
    keepEntryToItself(),
    keepTalkWhole(),
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
        codeSplitting: { groups: [{ name: talk, test: sharedModules }] },
        // What a namespace is called nobody asks.
        generatedCode: { symbols: false },
        // One notice instead of one a module; what tells a bundler which calls are pure goes, too.
        comments: { legal: false, annotation: false },
      },
    },
  },
})
