/** What the build (Vite's `define`, the test runner's esbuild) puts in the place of these names. */
interface ImportMetaEnv {
  /** Where the API lives when neither the tag nor the script says so. */
  readonly VITE_API_URL?: string
  /** The key of the site that the demo pages talk to. */
  readonly VITE_SITE_KEY?: string
}

interface ViteTypeOptions {
  strictImportMetaEnv: unknown
}
