import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as v from 'valibot'
import { languageAmong, LanguageTag } from './language.ts'

const known = ['en', 'ru'] as const

describe('a language tag', () => {
  for (const tag of ['ru', 'RU', 'ru-RU', 'ru_RU', 'ru-Cyrl-RU']) {
    it(`is known by its first part: ${tag}`, () => {
      assert.ok(v.is(LanguageTag, tag))
      assert.equal(languageAmong(known, tag), 'ru')
    })
  }

  for (const tag of ['de', 'run', 'constructor', '', undefined]) {
    it(`is none that is spoken here: ${tag ?? 'not given'}`, () => {
      assert.equal(languageAmong(known, tag), undefined)
    })
  }

  for (const tag of ['', 'r', 'ru, en', 'ru\0', 'русский', `ru${'-abcdefgh'.repeat(4)}`]) {
    it(`is not ${JSON.stringify(tag)}`, () => {
      assert.ok(!v.is(LanguageTag, tag))
    })
  }
})
