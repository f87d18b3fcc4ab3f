export default {
  globs: ['widget/src/elements/**/*.ts', 'widget/src/events/*.ts'],
  exclude: ['**/*.test.ts', '**/*.styles.ts'],
  outdir: 'widget',
  litelement: true,
  packagejson: false,
}
