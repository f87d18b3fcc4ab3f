export const words = {
  portrait: 'eva',
  talk: 'Поговорить с ИИ-собеседником',
  failed: 'Обновите страницу.',
} as const
