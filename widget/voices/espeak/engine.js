// Copyright (C) 2026 the authors of this voice.
// SPDX-License-Identifier: GPL-3.0-or-later
import { unpackDictionary } from './dictionary.js'
import startEspeak from './espeak-ng.js'

/** Dictionaries that only one language needs are loaded when it is first spoken. */
const ownDictionaries = { en: [], ru: ['ru_dict'] }
const baseFile = 'espeak-ng-data'
const dataFolder = '/usr/share/espeak-ng-data/'
const voices = { en: 'en-us', ru: 'ru' }

/** The bytes that a file's script has left as the characters of a text. */
function takeFile(name) {
  const text = globalThis.espeakFiles[name]
  delete globalThis.espeakFiles[name]
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at)
  return bytes
}

/**
 * Speaks the protocol of README.md: `receive` takes what came in, `post(message, transfer)` sends
 * what goes out, `loadFile(name)` resolves when that file's script has run, and `nextTurn(callback)`
 * lets messages come in before the next sentence, as a sentence is synthesised in one go.
 */
export function createEngine({ post, loadFile, nextTurn }) {
  const sentences = []
  let isBusy = false
  let starting = null
  const loading = new Map()

  function start() {
    starting ??= loadFile(baseFile).then(async () => {
      const espeak = await startEspeak({ getPreloadedPackage: () => takeFile(baseFile).buffer })
      return { espeak, worker: new espeak.eSpeakNGWorker() }
    })
    return starting
  }

  function load(language) {
    const loaded = loading.get(language) ?? loadFiles(language)
    loading.set(language, loaded)
    return loaded
  }

  async function loadFiles(language) {
    const names = ownDictionaries[language]
    const [engine] = await Promise.all([start(), ...names.map(loadFile)])
    for (const name of names) {
      const table = unpackDictionary(takeFile(name))
      engine.espeak.FS.createDataFile(dataFolder, name, table, true, false, true)
    }
    // A first word that nobody hears: what comes after it is compiled by then.
    engine.worker.set_voice(voices[language])
    engine.worker.synthesize('а a', () => false)
    return engine
  }

  async function work() {
    if (isBusy) return
    isBusy = true
    for (;;) {
      await new Promise(nextTurn)
      const sentence = sentences.shift()
      if (!sentence) break
      try {
        const { worker } = await load(sentence.language)
        // It may have been cancelled while the language was loading.
        if (!sentence.isCancelled) synthesise(worker, sentence)
      } catch (error) {
        post({ type: 'error', id: sentence.id, message: String(error) })
      }
    }
    isBusy = false
  }

  function synthesise(worker, { id, text, language, variant = '', rate = 160, pitch = 45 }) {
    worker.set_voice(voices[language] + (variant && `+${variant}`))
    worker.set_rate(rate)
    worker.set_pitch(pitch)
    // espeak counts characters from 1, a string counts UTF-16 units from 0.
    const offsets = [0]
    for (const character of text) offsets.push(offsets.at(-1) + character.length)
    const offset = (position) => offsets[Math.min(Math.max(position, 0), offsets.length - 1)]
    const sampleRate = worker.samplerate || 22050
    let length = 0
    worker.synthesize(text, (audio, events) => {
      const samples = Float32Array.from(audio ?? [], (sample) => sample / 32768)
      length += samples.length
      const words = []
      const phonemes = []
      for (const event of events) {
        const atMs = event.audio_position
        if (event.type === 'word') {
          const start = event.text_position - 1
          words.push({ atMs, start: offset(start), end: offset(start + event.word_length) })
        }
        if (event.type === 'phoneme') phonemes.push({ atMs, ipa: event.id })
      }
      post({ type: 'sound', id, sampleRate, samples, words, phonemes }, [samples.buffer])
      return false
    })
    post({ type: 'end', id, durationMs: (length / sampleRate) * 1000 })
  }

  post({ type: 'hello' })

  return {
    receive(message) {
      if (message.type === 'load') {
        load(message.language).then(
          () => post({ type: 'ready', language: message.language }),
          (error) => {
            // The next attempt may find the way.
            loading.delete(message.language)
            starting = null
            post({ type: 'error', message: String(error) })
          },
        )
      }
      if (message.type === 'speak') {
        sentences.push({ ...message, isCancelled: false })
        void work()
      }
      if (message.type === 'cancel') {
        const index = sentences.findIndex(({ id }) => id === message.id)
        if (index !== -1) sentences.splice(index, 1)
      }
    },
  }
}
