import type { CharacterCard } from '@visavis/shared/wire/session.ts'
import type { ConversationView, MessageView } from '../src/conversation/view.ts'
import { texts, type LookLanguage } from './texts.ts'

const minute = 60_000
const noon = Date.UTC(2026, 10, 21, 12, 4)

/** A message with what it says and what is special about it. */
export function message(change: Partial<MessageView> & { text: string }): MessageView {
  const id = change.id ?? `${change.role ?? 'assistant'}-${change.text.slice(0, 24)}`
  return {
    id,
    key: id,
    role: 'assistant',
    status: 'complete',
    isGreeting: false,
    createdAt: noon,
    variant: { index: 0, count: 1 },
    streamId: null,
    problem: null,
    retryAt: null,
    canRetry: false,
    canContinue: false,
    canRegenerate: (change.role ?? 'assistant') === 'assistant',
    canDelete: true,
    ...change,
  }
}

export function greeting(text: string): MessageView {
  return message({ id: 'greeting', text, isGreeting: true, canRegenerate: false, canDelete: false })
}

export function characterCard(language: LookLanguage): CharacterCard {
  const { slug, name, tagline, greeting } = texts[language]
  return { id: slug, slug, name, tagline, greeting, description: '', language, portrait: slug }
}

/** A conversation that is open and holds the greeting. */
export function readyView(language: LookLanguage): ConversationView {
  return {
    phase: 'ready',
    problem: null,
    retryAt: null,
    session: null,
    chatId: null,
    character: characterCard(language),
    messages: [greeting(texts[language].greeting)],
    busy: false,
    mindState: 'idle',
    draft: '',
    announcement: '',
  }
}

/** Every state of the panel that has a look of its own, by name. */
export function panelStates(language: LookLanguage): Record<string, ConversationView> {
  const words = texts[language]
  const ready = readyView(language)
  const said = message({ role: 'user', text: words.question })
  const answered = message({ text: words.answer })
  const opened = [...ready.messages, said]
  const failed = { ...said, status: 'failed', canRetry: true } as const
  const interrupted = message({
    text: words.partial,
    status: 'interrupted',
    problem: 'stream_interrupted',
    canContinue: true,
  })
  const long = [...opened, answered, message({ role: 'user', text: words.thanks })]
  return {
    greeting: ready,
    thinking: {
      ...ready,
      messages: [...ready.messages, { ...said, status: 'sending' }],
      busy: true,
      mindState: 'routing_to_llm',
    },
    streaming: {
      ...ready,
      messages: [...opened, message({ text: words.partial, status: 'streaming' })],
      busy: true,
      mindState: 'generating_speech',
    },
    answered: { ...ready, messages: [...opened, answered] },
    inline: { ...ready, messages: [...opened, answered] },
    actions: { ...ready, messages: [...opened, answered] },
    menu: { ...ready, messages: [...opened, answered] },
    question: { ...ready, messages: [...opened, answered] },
    variants: {
      ...ready,
      messages: [...opened, { ...answered, variant: { index: 1, count: 3 } }],
    },
    rich: {
      ...ready,
      messages: [...opened, message({ text: words.rich })],
    },
    tables: {
      ...ready,
      messages: [...opened, message({ text: words.tables })],
    },
    conversation: {
      ...ready,
      messages: [...long, message({ text: words.farewell })],
      draft: words.draft,
    },
    scrolled: {
      ...ready,
      messages: [
        ...long,
        message({ text: words.rich }),
        message({ role: 'user', text: words.draft }),
      ],
    },
    keyboard: { ...ready, messages: [...long, message({ text: words.farewell })] },
    stopped: {
      ...ready,
      messages: [...opened, message({ text: words.partial, status: 'stopped', canContinue: true })],
    },
    interrupted: {
      ...ready,
      messages: [...opened, interrupted],
    },
    'out-of-touch': {
      ...ready,
      messages: [...opened, { ...interrupted, problem: 'offline' }],
    },
    'cut-short': {
      ...ready,
      messages: [...opened, message({ text: words.partial, canContinue: true })],
    },
    'interrupted-before': {
      ...ready,
      messages: [
        ...opened,
        { ...interrupted, canContinue: false },
        message({ role: 'user', text: words.thanks }),
        message({ text: words.farewell }),
      ],
    },
    failed: {
      ...ready,
      messages: [
        ...opened,
        message({
          id: 'failed',
          text: '',
          status: 'failed',
          problem: 'model_unavailable',
          canRetry: true,
        }),
      ],
    },
    'not-sent': {
      ...ready,
      messages: [...ready.messages, { ...failed, problem: 'offline' }],
      draft: words.question,
    },
    limit: {
      ...ready,
      messages: [
        ...ready.messages,
        { ...failed, problem: 'too_many_visitors', retryAt: Date.now() + 40 * minute },
      ],
      draft: words.question,
    },
    banned: {
      ...ready,
      messages: [...opened, answered, { ...failed, text: words.thanks, problem: 'visitor_banned' }],
      draft: words.thanks,
    },
    captcha: {
      ...ready,
      messages: [...ready.messages, { ...said, status: 'sending' }],
      busy: true,
    },
    problem: { ...ready, messages: [...opened, answered], problem: 'database_unavailable' },
    'near-limit': { ...ready, draft: words.question.repeat(200).slice(0, 7816) },
    'over-limit': { ...ready, draft: words.question.repeat(200).slice(0, 8214) },
    loading: { ...ready, phase: 'loading', character: null, messages: [] },
    unavailable: {
      ...ready,
      phase: 'unavailable',
      character: null,
      messages: [],
      problem: 'origin_not_allowed',
    },
    offline: { ...ready, phase: 'unavailable', character: null, messages: [], problem: 'offline' },
  }
}
