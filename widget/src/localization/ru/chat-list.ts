import type { ChatListWords } from '../chat-list-words.ts'

export const words: ChatListWords = {
  chats: 'Ваши разговоры',
  back: 'Назад к разговору',
  loading: 'Секунду…',
  none: 'Пока пусто. Здесь будут ваши разговоры.',
  earlier: 'Более ранние',
  rename: (name) => `Переименовать «${name}»`,
  remove: (name) => `Удалить «${name}»`,
  removeQuestion: (name) => `Удалить «${name}» со всем, что там сказано? Вернуть будет нельзя.`,
  removed: 'Удалено.',
  name: 'Название разговора',
  save: 'Сохранить название',
  cancel: 'Оставить прежнее название',
}
