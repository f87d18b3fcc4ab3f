import type { SiteWords } from './site-words.ts'

export const ru: SiteWords = {
  name: 'По-русски',
  layout: {
    guides: 'Руководства',
    theme: 'Светлая или тёмная тема',
    skip: 'К тексту',
    licence: 'Свободная программа под лицензией MIT.',
    honesty: 'Visavis — ИИ-собеседник. Он не заменяет врача или психолога.',
  },
  code: { copy: 'Копировать', copied: 'Скопировано' },
  speaks: { en: 'говорит по-английски' },
  stand: {
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
}
