import { maxMessages } from '../../domain/prompting/context-window.ts'
import { ModelFailure, textOf, type Model, type ModelRequest } from '../../domain/model.ts'
import { careFor } from './distress.ts'
import { english } from './english/english.ts'
import { languageOf } from './language.ts'
import { pick, reply } from './reply.ts'
import { russian } from './russian/russian.ts'

export type OfflineModelOptions = {
  /** Between two words, in milliseconds. @defaultValue 36 */
  wordMs?: number
}

const scripts = { ru: russian, en: english }

/**
 * The responder that needs no key and no network: it turns what the visitor says around and hands it
 * back, after the idea of 1966, in Russian and English, as the character it is asked to be. Whoever is
 * in distress it points to people instead. It says once per chat that it is a demo, and speaks at a
 * pace that can be read along.
 */
export function offlineModel({ wordMs = 36 }: OfflineModelOptions = {}): Model {
  return {
    provider: 'offline',
    name: 'reflective-responder',
    async answer(request, { onText, signal }) {
      const text = request.isContinuation ? restOf(request) : answerTo(request)
      const words = text.match(/\s*\S+/gu) ?? []
      for (const word of words) {
        await pause(wordMs, signal)
        onText(word)
      }
      return { finishReason: 'stop' }
    },
  }
}

function answerTo(request: ModelRequest): string {
  const { character, messages } = request
  const newest = messages.at(-1)
  if (newest?.role !== 'user') throw new ModelFailure('empty')
  const language = languageOf(textOf(newest.content)) ?? character.language
  const script = scripts[language]
  const speaksOwnLanguage = language === character.language
  const variant = request.isRegeneration ? 1 + (hash(request.messageId) % 2) : 0
  const said = messages.filter(({ role }) => role === 'user').map(({ content }) => textOf(content))
  const cares = careFor(said)
  const care = cares.pop()
  if (care !== undefined) {
    return pick(script.care[care], cares.filter((before) => before === care).length + variant)
  }
  const texts = said.filter((_, index) => cares[index] === undefined)
  const answer = reply({ script, character, speaksOwnLanguage, texts, variant })
  return isDemoNoteDue(messages) ? `${answer}\n\n${script.demoNote}` : answer
}

/** What it was saying when it was stopped; with another's words it cannot go on. */
function restOf(request: ModelRequest): string {
  const messages = request.messages.slice(0, -2)
  const said = textOf(request.messages.at(-2)?.content ?? [])
  for (const isRegeneration of [false, true]) {
    const whole = answerTo({ ...request, messages, isRegeneration })
    if (whole.startsWith(said)) return whole.slice(said.length).trimStart()
  }
  throw new ModelFailure('empty')
}

/** A chat that fills the window is old enough to have had it. */
function isDemoNoteDue(messages: ModelRequest['messages']): boolean {
  const isSaid = messages.some(({ content }) =>
    Object.values(scripts).some(({ demoNote }) => textOf(content).includes(demoNote)),
  )
  return !isSaid && messages.length < maxMessages
}

/** A small number that differs from one id to the next. */
function hash(id: string): number {
  let sum = 0
  for (const character of id) sum = (sum * 31 + character.charCodeAt(0)) >>> 0
  return sum
}

/** @throws the signal's reason */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}
