export const launcherWords = {
  portrait: 'nora',
  talk: 'Talk to an AI companion',
  failed: 'Not loaded. Reload the page.',
} as const
