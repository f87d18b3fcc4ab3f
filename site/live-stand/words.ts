/** What the live stand says, in both of the site's languages. */
export const standWords = {
  en: {
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
  ru: {
    turn: (number: number, isSpoken: boolean) =>
      `Реплика ${number}, ${isSpoken ? 'вслух' : 'письменно'}`,
    steps: {
      heard: 'услышано',
      understood: 'понято',
      'model-asked': 'спросили модель',
      'first-token': 'первое слово',
      'first-sound': 'первый звук',
    },
    rulesAsked: 'спросили правила',
    total: (ms: string) => `первый звук через ${ms}`,
    pending: 'идёт',
    ms: 'мс',
    written: (ms: string) => `дописано через ${ms}`,
    model: 'модель',
    voice: 'голос',
    face: 'лицо',
    noModel: 'никакую не спросили: сервер отвечает по простым правилам',
    faces: { video: 'живое видео', drawing: 'рисуется на этой странице' },
    voices: {
      video: 'голос самого видео',
      system: 'голос этого устройства',
      espeak: 'синтезатор на этой странице',
      silent: 'нет, только субтитры',
    },
    states: {
      idle: 'на связи',
      listening: 'слушает',
      analyzing_speech: 'вникает',
      checking_cache: 'вспоминает',
      routing_to_llm: 'думает',
      generating_speech: 'сейчас ответит',
      speaking: 'говорит',
    },
  },
} as const

export type StandWords = (typeof standWords)['en' | 'ru']
