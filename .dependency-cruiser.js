/**
 * What imports what, as far as ESLint cannot see it: circles. Two files that need each other are one
 * that was cut in the wrong place; types count, since who reads one of the two has to read the other.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
export default {
  forbidden: [{ name: 'no-circular', severity: 'error', from: {}, to: { circular: true } }],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['node_modules', '/dist/', '\\.test\\.ts$'] },
  },
}
