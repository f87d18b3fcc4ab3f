import type { ConversationProblem } from '../../conversation/view.ts'

/** Every word the panel says, in one language. */
export type PanelWords = {
  readonly stateReady: string
  readonly stateLoading: string
  readonly stateThinking: string
  readonly stateAnswering: string
  readonly stateOffline: string
  readonly you: string
  readonly conversation: string
  readonly answering: (name: string) => string
  readonly message: string
  readonly placeholder: string
  readonly send: string
  readonly stop: string
  readonly charactersLeft: (count: number) => string
  readonly charactersOver: (count: number) => string
  readonly menu: string
  readonly newChat: string
  readonly clearChat: string
  readonly close: string
  readonly copy: string
  readonly copied: string
  readonly again: string
  readonly remove: string
  readonly actions: string
  readonly previousVariant: string
  readonly nextVariant: string
  readonly variantOf: (index: number, count: number) => string
  readonly latest: string
  readonly retry: string
  readonly stopped: string
  readonly interrupted: string
  readonly notSent: string
  readonly clearQuestion: string
  readonly clear: string
  readonly removeQuestion: string
  readonly keep: string
  readonly offlineNotice: string
  readonly unavailable: string
  readonly problem: Readonly<Partial<Record<ConversationProblem, string>>>
  readonly problemOther: string
}

/** What to tell a visitor about a problem: one sentence, never a code. */
export function problemText(words: PanelWords, problem: ConversationProblem): string {
  return words.problem[problem] ?? words.problemOther
}

const en: PanelWords = {
  stateReady: 'here',
  stateLoading: 'connecting',
  stateThinking: 'thinking',
  stateAnswering: 'answering',
  stateOffline: 'no connection',
  you: 'You',
  conversation: 'Conversation',
  answering: (name) => `${name} is answering`,
  message: 'Message',
  placeholder: 'Write a message',
  send: 'Send',
  stop: 'Stop the answer',
  charactersLeft: (count) => `${count} characters left`,
  charactersOver: (count) => `${count} characters too long`,
  menu: 'Menu',
  newChat: 'New chat',
  clearChat: 'Clear this chat',
  close: 'Close',
  copy: 'Copy',
  copied: 'Copied',
  again: 'Answer again',
  remove: 'Delete',
  actions: 'Message actions',
  previousVariant: 'Previous variant',
  nextVariant: 'Next variant',
  variantOf: (index, count) => `Variant ${index} of ${count}`,
  latest: 'Latest',
  retry: 'Try again',
  stopped: 'Stopped',
  interrupted: 'The answer broke off.',
  notSent: 'Not sent.',
  clearQuestion: 'Delete every message of this chat? The greeting stays.',
  clear: 'Clear',
  removeQuestion: 'Delete this message and everything after it?',
  keep: 'Keep',
  offlineNotice: 'You are offline. Keep writing: your words stay here.',
  unavailable: 'Nobody can answer right now',
  problem: {
    offline: 'There is no connection. Check your network and try again.',
    turn_in_progress: 'An answer is still being written. Wait for it, or stop it.',
    origin_not_allowed: 'This chat is not set up for this page. Please tell the site’s owner.',
    wrong_site: 'This chat belongs to another site. Start a new one.',
    site_not_found: 'This chat is not set up for this page. Please tell the site’s owner.',
    character_not_found: 'This companion is not here any more.',
    chat_not_found: 'This chat is no longer there. Start a new one.',
    message_not_found: 'This message is no longer there.',
    stream_interrupted: 'The connection was lost on the way.',
    model_unavailable: 'No answer could be found just now. Try again in a moment.',
    database_unavailable: 'The service is resting. Try again in a moment.',
    body_too_large: 'The message is too long.',
  },
  problemOther: 'Something went wrong on our side. Try again in a moment.',
}

const ru: PanelWords = {
  stateReady: 'на связи',
  stateLoading: 'подключается',
  stateThinking: 'думает',
  stateAnswering: 'отвечает',
  stateOffline: 'нет связи',
  you: 'Вы',
  conversation: 'Разговор',
  answering: (name) => `${name} отвечает`,
  message: 'Сообщение',
  placeholder: 'Напишите сообщение',
  send: 'Отправить',
  stop: 'Остановить ответ',
  charactersLeft: (count) => `Осталось знаков: ${count}`,
  charactersOver: (count) => `Лишних знаков: ${count}`,
  menu: 'Меню',
  newChat: 'Новый разговор',
  clearChat: 'Очистить разговор',
  close: 'Закрыть',
  copy: 'Копировать',
  copied: 'Скопировано',
  again: 'Ответить иначе',
  remove: 'Удалить',
  actions: 'Действия с сообщением',
  previousVariant: 'Предыдущий вариант',
  nextVariant: 'Следующий вариант',
  variantOf: (index, count) => `Вариант ${index} из ${count}`,
  latest: 'К последнему',
  retry: 'Повторить',
  stopped: 'Остановлено',
  interrupted: 'Ответ прервался.',
  notSent: 'Не отправлено.',
  clearQuestion: 'Удалить все сообщения этого разговора? Приветствие останется.',
  clear: 'Очистить',
  removeQuestion: 'Удалить это сообщение и всё, что после него?',
  keep: 'Оставить',
  offlineNotice: 'Нет связи. Пишите дальше: текст не пропадёт.',
  unavailable: 'Сейчас никто не может ответить',
  problem: {
    offline: 'Нет связи. Проверьте интернет и повторите.',
    turn_in_progress: 'Предыдущий ответ ещё пишется. Подождите или остановите его.',
    origin_not_allowed: 'Чат не настроен для этой страницы. Сообщите владельцу сайта.',
    wrong_site: 'Этот разговор с другого сайта. Начните новый.',
    site_not_found: 'Чат не настроен для этой страницы. Сообщите владельцу сайта.',
    character_not_found: 'Этого собеседника здесь больше нет.',
    chat_not_found: 'Этого разговора больше нет. Начните новый.',
    message_not_found: 'Этого сообщения больше нет.',
    stream_interrupted: 'Связь оборвалась по дороге.',
    model_unavailable: 'Сейчас ответить не получилось. Повторите чуть позже.',
    database_unavailable: 'Сервис отдыхает. Повторите чуть позже.',
    body_too_large: 'Сообщение слишком длинное.',
  },
  problemOther: 'Что-то сломалось на нашей стороне. Повторите чуть позже.',
}

export const panelWords = { en, ru } as const
