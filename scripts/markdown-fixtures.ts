import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { answersIn } from '../widget/test-support/markdown/answers.ts'

/**
 * `npx tsx scripts/markdown-fixtures.ts`: writes down what cmark-gfm (`apt-get install cmark-gfm`)
 * makes of the answers in `widget/test-support/markdown/answers.txt`. The tests of the widget's own
 * Markdown compare themselves with that, and need no cmark-gfm.
 */
const folder = new URL('../widget/test-support/markdown/', import.meta.url)
const extensions = ['table', 'strikethrough', 'autolink', 'tasklist', 'footnotes']
// As in GitHub's comments, a line's end is one.
const options = ['--hardbreaks', '--github-pre-lang', ...extensions.flatMap((name) => ['-e', name])]

const answers = answersIn(readFileSync(new URL('answers.txt', folder), 'utf8'))
const pages = answers.map((input) =>
  execFileSync('cmark-gfm', options, { input, encoding: 'utf8' }),
)
writeFileSync(new URL('cmark-gfm.json', folder), `${JSON.stringify(pages, null, 1)}\n`)
