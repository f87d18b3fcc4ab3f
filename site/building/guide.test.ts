import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderGuide } from './guide.ts'

const render = (text: string) => renderGuide(text).content.trim().replaceAll('\u00a0', '~')

test('Russian keeps dashes, short words and numbers with what they belong to', () => {
  assert.equal(
    render('Слово\n— в `доме`, и не то же.'),
    '<p>Слово~— в~<code>доме</code>, и~не~то~же.</p>',
  )
  assert.equal(render('В том же порядке.'), '<p>В~том~же порядке.</p>')
  assert.equal(render('Нужно 0,8 МБ, а знаков 15 000.'), '<p>Нужно 0,8~МБ, а~знаков 15~000.</p>')
})

test('code and English are set as they are written', () => {
  assert.equal(render('`и не 5 раз`'), '<p><code>и не 5 раз</code></p>')
  assert.equal(render('It is 5 of us.'), '<p>It is 5 of us.</p>')
})
