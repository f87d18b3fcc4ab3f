import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { reflectEnglish } from './english/reflection.ts'
import { reflectRussian } from './russian/reflection.ts'

const russian: [said: string, turned: string][] = [
  ['моя мама не понимает меня', 'ваша мама не понимает вас'],
  ['я устал от своей работы', 'вы устали от своей работы'],
  ['я была рада', 'вы были рады'],
  ['я вчера ходил к врачу и думаю о нём', 'вы вчера ходили к врачу и думаете о нём'],
  ['я читаю новую книгу', 'вы читаете новую книгу'],
  ['я боюсь, что он уйдёт', 'вы боитесь, что он уйдёт'],
  ['я думаю, что он устал', 'вы думаете, что он устал'],
  ['я должна была уйти', 'вы должны были уйти'],
  ['я живу у моря', 'вы живёте у моря'],
  ['я пошёл домой', 'вы пошли домой'],
  ['мы часто ссоримся', 'вы часто ссоритесь'],
  ['со мной никто не говорит обо мне', 'с вами никто не говорит о вас'],
  ['во мне что-то сломалось', 'в вас что-то сломалось'],
  ['мои друзья и моё дело', 'ваши друзья и ваше дело'],
  ['вы понимаете меня', 'я понимаю вас'],
  ['я не успел тебе позвонить', 'вы не успели мне позвонить'],
  ['твои вопросы про мою сестру', 'мои вопросы про вашу сестру'],
]

const english: [said: string, turned: string][] = [
  ['I am lost', 'you are lost'],
  ['I was told my work is mine', 'you were told your work is yours'],
  ['you are smarter than me', 'I am smarter than you'],
  ['talk to you', 'talk to me'],
  ['am I your friend', 'are you my friend'],
  ["I'm sure you've seen us", "you're sure I've seen you"],
  ['what you think of me', 'what I think of you'],
]

describe('turning words around', () => {
  for (const [said, turned] of russian) {
    it(`makes «${turned}» of «${said}»`, () => assert.equal(reflectRussian(said), turned))
  }
  for (const [said, turned] of english) {
    it(`makes "${turned}" of "${said}"`, () => assert.equal(reflectEnglish(said), turned))
  }
})
