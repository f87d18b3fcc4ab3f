export const words = {
  portrait: 'nora',
  talk: 'Talk to an AI companion',
  failed: 'Not loaded. Reload the page.',
} as const
