import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { serveStatic, type StaticServer } from '../../../scripts/measure/static-server.ts'

const require = createRequire(import.meta.url)
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

export type HostPage = {
  /** Before the widget's script. */
  readonly head?: string
  readonly body?: string
  /** A module that runs after the widget's script. */
  readonly after?: string
  /** Attributes of the `html` element. */
  readonly html?: string
  /** Attributes of the script tag; null leaves it out. */
  readonly tag?: string | null | ((options: HostPagesOptions) => string)
  /** What its Content Security Policy lets in. */
  readonly policy?: (options: HostPagesOptions) => string
}

export type HostPagesOptions = {
  readonly scriptOrigin: string
  readonly apiUrl: string
  readonly siteKey: string
}

/** Pages of other people's, by path, each with what such pages have; built and served once. */
export async function serveHostPages(
  pages: Record<string, HostPage>,
  options: HostPagesOptions,
): Promise<StaticServer> {
  const { scriptOrigin, apiUrl, siteKey } = options
  const outDir = await mkdtemp(join(tmpdir(), 'visavis-host-pages-'))
  await build({
    configFile: false,
    root: here('.'),
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir,
      emptyOutDir: true,
      rolldownOptions: {
        input: { react: here('react-page.ts'), vue: here('vue-page.ts') },
        output: { entryFileNames: '[name].js' },
      },
    },
  })
  const library = (path: string) => readFile(require.resolve(path), 'utf8')
  const own = `data-site-key="${siteKey}" data-api-url="${apiUrl}"`
  const document_ = ({ head = '', body = '', html = '', after, tag = own, policy }: HostPage) => {
    const attributes = typeof tag === 'function' ? tag(options) : tag
    const rule = policy?.(options) ?? ''
    return `<!doctype html><html lang="en" data-api-url="${apiUrl}" data-site-key="${siteKey}" ${html}>
<head><meta charset="utf-8"><title>Host</title>
${rule && `<meta http-equiv="Content-Security-Policy" content="${rule}">`}${head}</head><body>${body}
${attributes === null ? '' : `<script type="module" src="${scriptOrigin}/visavis.js" ${attributes}></script>`}
${after ? `<script type="module" src="${after}"></script>` : ''}
</body></html>`
  }
  const served = Object.entries(pages).map(([path, page]) => [path, document_(page)])
  const server = await serveStatic(
    {
      ...(Object.fromEntries(served) as Record<string, string>),
      '/turbo.js': await library('@hotwired/turbo/dist/turbo.es2017-umd.js'),
      '/htmx.js': await library('htmx.org/dist/htmx.js'),
      '/bootstrap.js': await library('bootstrap/dist/js/bootstrap.bundle.js'),
    },
    { '/built/': outDir },
  )
  return {
    ...server,
    close: async () => {
      await server.close()
      await rm(outDir, { recursive: true })
    },
  }
}
