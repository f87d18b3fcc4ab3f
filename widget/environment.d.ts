/** What the build (Vite's `define`, the test runner's esbuild) puts in the place of these names. */
interface ImportMetaEnv {
  /** Where the API lives when neither the tag nor the script says so. */
  readonly VITE_API_URL?: string
  /** Where voices that are assets of their own lie, if not at `voices/` beside the script. */
  readonly VITE_VOICES_URL?: string
  /** The key of the site that the demo pages talk to. */
  readonly VITE_SITE_KEY?: string
}

interface ViteTypeOptions {
  strictImportMetaEnv: unknown
}
