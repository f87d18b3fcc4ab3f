import eslint from '@eslint/js'
import lit from 'eslint-plugin-lit'
import litAccessibility from 'eslint-plugin-lit-a11y'
import webComponents from 'eslint-plugin-wc'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** One registry to trust: import maps name npm packages, sources name bare packages. */
const anySource = [
  { regex: '^(npm:|jsr:|https?:)', message: 'Name the package bare; deno.json maps it to npm.' },
]

/**
 * The direction of imports, one line per layer (a folder's files may not import what is listed).
 * ESLint takes the last matching rule only, so every layer stands in exactly one block.
 */
function layer(files, forbidden, message) {
  const patterns = forbidden.map((regex) => ({ regex, message }))
  return {
    files,
    rules: { 'no-restricted-imports': ['error', { patterns: [...anySource, ...patterns] }] },
  }
}

/** Matches an import of a file in one of these sibling folders. */
const folder = (...names) => `^\\.{1,2}/(.*/)?(${names.join('|')})/`
const lit_ = '^lit(-html|-element)?(/|$)|^@lit/'
const functionsByPath = 'supabase/functions/'

const tests = ['**/*.test.ts', '**/*.e2e.ts', 'test/**/*.ts']

/**
 * A room of the functions' domain: turn → prompting | streaming, routing → prompting. What all of
 * them speak of, and the ports, stand beside the rooms.
 */
function domainRoom(files, forbiddenRooms) {
  const outside = [folder('http', 'providers', 'database'), '/environment\\.ts$']
  const packages = '^(openai|@supabase/|jose)'
  return {
    ...layer(
      [`supabase/functions/_shared/domain/${files}`],
      [...outside, packages, folder(...forbiddenRooms)],
      'The domain knows ports, not who stands behind them, and its rooms have one direction.',
    ),
    ignores: tests,
  }
}

export default defineConfig(
  globalIgnores([
    '**/node_modules/',
    '**/dist/',
    '.local/',
    'supabase/.temp/',
    'supabase/functions/_shared/database/database.types.ts',
  ]),
  {
    files: ['**/*.ts'],
    extends: [eslint.configs.recommended, tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-undef': 'off',
      'no-restricted-imports': ['error', { patterns: anySource }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // An async method may fill an interface, or turn its throws into rejections, without waiting.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    extends: [eslint.configs.recommended],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  {
    // Old libraries that are still on people's pages replace these by their own.
    files: ['widget/src/**/*.ts'],
    ignores: tests,
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
        {
          selector: "MemberExpression[object.name='Array'][property.name='from']",
          message: 'Pages replace Array.from: spread instead.',
        },
        {
          selector: "CallExpression > MemberExpression.callee > Identifier.property[name='find']",
          message: 'Pages replace Array.prototype.find: filter, and take the first.',
        },
        {
          selector: "CallExpression[callee.property.name='entries'][arguments.length=0]",
          message: 'Pages replace Array.prototype.entries: forEach tells the index, too.',
        },
      ],
    },
  },
  // Vite and the test runner read a default export.
  { files: ['**/vite.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    // node:test and Deno.test hand back promises that the runner itself awaits.
    files: tests,
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            {
              from: 'package',
              package: 'node:test',
              name: [
                'test',
                'describe',
                'it',
                'suite',
                'before',
                'after',
                'beforeEach',
                'afterEach',
              ],
            },
          ],
        },
      ],
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },

  // The widget: elements → call | chat → conversation | transports | avatars | speech → markdown,
  // @visavis/shared. A call in the page (call/direct) knows of the chat its interface alone.
  {
    files: ['widget/src/**/*.ts', 'site/**/*.ts'],
    ignores: ['**/vite.config.ts'],
    extends: [lit.configs['flat/recommended'], webComponents.configs['flat/best-practice']],
    plugins: { 'lit-a11y': litAccessibility },
    rules: { ...litAccessibility.configs.recommended.rules },
  },
  layer(
    ['widget/src/*.ts', 'widget/src/{elements,events,localization}/**/*.ts'],
    [functionsByPath],
    'What runtimes share is imported as @visavis/shared/….',
  ),
  layer(
    ['widget/src/chat/**/*.ts'],
    [functionsByPath, folder('elements', 'call', 'avatars', 'speech')],
    'The chat knows neither elements nor calls.',
  ),
  layer(
    ['widget/src/call/**/*.ts'],
    [functionsByPath, folder('elements'), '/chat/(?!conversation\\.ts$)'],
    'A call knows of the chat its interface alone, and no element.',
  ),
  layer(
    ['widget/src/elements/call/**/*.ts'],
    [
      functionsByPath,
      '/call/direct/',
      '^\\.\\./(?!\\.\\./|question/ask\\.ts|remember-focus\\.ts)',
      '/chat/(?!conversation\\.ts$)',
    ],
    'What shows a call knows Call, CallView and CallHost: no other element, and no kind of call.',
  ),
  layer(
    ['widget/src/conversation/**/*.ts'],
    [
      functionsByPath,
      lit_,
      folder('elements', 'chat', 'call', 'transports', 'avatars', 'speech', 'events'),
    ],
    'The conversation is pure: no Lit, no network, no element.',
  ),
  layer(
    ['widget/src/markdown/**/*.ts'],
    [
      functionsByPath,
      lit_,
      folder(
        'elements',
        'chat',
        'call',
        'conversation',
        'transports',
        'avatars',
        'speech',
        'events',
      ),
    ],
    'Markdown is pure: from a text to its tree.',
  ),
  layer(
    ['widget/src/transports/**/*.ts'],
    [functionsByPath, lit_, folder('elements', 'chat', 'call', 'avatars', 'speech', 'events')],
    'A transport knows the wire and nothing that draws.',
  ),
  layer(
    ['widget/src/{avatars,speech}/**/*.ts'],
    [functionsByPath, folder('elements', 'chat', 'call', 'transports')],
    'Avatars and speech know neither elements nor transports.',
  ),
  {
    files: ['widget/src/{conversation,markdown}/**/*.ts'],
    ignores: tests,
    rules: {
      'no-restricted-globals': [
        'error',
        ...['fetch', 'window', 'document', 'localStorage', 'performance'],
        ...['setTimeout', 'setInterval', 'queueMicrotask'],
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time comes in with the event.' },
      ],
    },
  },

  // Functions: handler → http + domain → ports ← providers, database; the domain's rooms: turn →
  // prompting | streaming, routing → prompting
  {
    files: ['supabase/functions/**/*.ts'],
    ignores: ['supabase/functions/*/index.ts', ...tests],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'Deno', message: 'Only functions/*/index.ts names Deno.' },
      ],
    },
  },
  layer(
    ['supabase/functions/_shared/wire/**/*.ts'],
    ['^\\.\\./', '^(?!\\.|valibot$|node:)'],
    'The wire stands on valibot alone.',
  ),
  {
    ...layer(
      ['supabase/functions/_shared/{spoken-text,turn-taking}/**/*.ts'],
      [folder('database', 'domain', 'http', 'providers', 'wire'), '^(?!\\.)'],
      'What runtimes share stands on nothing else.',
    ),
    ignores: tests,
  },
  domainRoom('*.ts', ['jobs', 'prompting', 'routing', 'streaming', 'turn']),
  domainRoom('jobs/**/*.ts', ['prompting', 'routing', 'streaming', 'turn']),
  domainRoom('prompting/**/*.ts', ['jobs', 'routing', 'streaming', 'turn']),
  domainRoom('streaming/**/*.ts', ['jobs', 'prompting', 'routing', 'turn']),
  domainRoom('routing/**/*.ts', ['jobs', 'streaming', 'turn']),
  domainRoom('turn/**/*.ts', ['jobs', 'routing']),
  layer(
    ['supabase/functions/_shared/http/**/*.ts'],
    [folder('providers', 'database', 'domain')],
    'The frame carries any handler.',
  ),
  layer(
    ['supabase/functions/_shared/providers/**/*.ts'],
    [folder('http', 'database')],
    'A provider fills a port.',
  ),
  layer(
    ['supabase/functions/_shared/database/**/*.ts'],
    [folder('http', 'providers')],
    'The database fills a port.',
  ),
  layer(
    ['supabase/functions/*/handler.ts'],
    [folder('providers', 'database'), '/environment\\.ts$'],
    'index.ts hands a handler what it needs.',
  ),
)
