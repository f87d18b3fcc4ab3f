import type { SiteWords } from './site-words.ts'

export const en: SiteWords = {
  name: 'In English',
  layout: {
    guides: 'Guides',
    theme: 'Light or dark',
    skip: 'To the text',
    licence: 'Free software under the MIT licence.',
    honesty: 'Visavis is an AI companion. It is not medical or psychological help.',
  },
  code: { copy: 'Copy', copied: 'Copied' },
  speaks: { ru: 'speaks Russian' },
  stand: {
    turn: (number: number, isSpoken: boolean) =>
      `Turn ${number}, ${isSpoken ? 'spoken' : 'written'}`,
    steps: {
      heard: 'heard',
      understood: 'understood',
      'model-asked': 'model asked',
      'first-token': 'first word',
      'first-sound': 'first sound',
    },
    rulesAsked: 'rules asked',
    total: (ms: string) => `first sound after ${ms}`,
    pending: 'under way',
    ms: 'ms',
    written: (ms: string) => `written to its end after ${ms}`,
    model: 'model',
    voice: 'voice',
    face: 'face',
    noModel: 'none was asked: this server answers by simple rules',
    faces: { video: 'a live video', drawing: 'drawn in this page' },
    voices: {
      video: 'the video’s own',
      system: 'one of this device',
      espeak: 'the synthesiser in this page',
      silent: 'none: captions only',
    },
    states: {
      idle: 'here',
      listening: 'listening',
      analyzing_speech: 'taking it in',
      checking_cache: 'remembering',
      routing_to_llm: 'thinking',
      generating_speech: 'about to speak',
      speaking: 'speaking',
    },
  },
}
