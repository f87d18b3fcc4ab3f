export const launcherWords = {
  portrait: 'eva',
  talk: 'Поговорить с ИИ-собеседником',
  failed: 'Обновите страницу.',
} as const
