// Copyright (C) 2026 the authors of this voice.
// SPDX-License-Identifier: GPL-3.0-or-later
/* global AudioWorkletProcessor, registerProcessor */
import './worklet-globals.js'
import { createEngine } from './engine.js'

/** Works on the thread of an audio context that renders nothing, where a page may have no worker. */
class EspeakProcessor extends AudioWorkletProcessor {
  constructor() {
    super()
    const files = new Map()
    let afterTurn = null
    const engine = createEngine({
      post: (message, transfer = []) => this.port.postMessage(message, transfer),
      // A worklet can load nothing by itself.
      loadFile: (name) =>
        new Promise((resolve, reject) => {
          files.set(name, { resolve, reject })
          this.port.postMessage({ type: 'file', name })
        }),
      nextTurn: (callback) => {
        afterTurn = callback
        this.port.postMessage({ type: 'turn' })
      },
    })
    this.port.onmessage = ({ data }) => {
      if (data.type === 'turn') afterTurn?.()
      else if (data.type !== 'file') engine.receive(data)
      else if (data.isMissing) files.get(data.name)?.reject(new Error(`${data.name} is missing`))
      else files.get(data.name)?.resolve()
    }
  }

  process() {
    return true
  }
}

registerProcessor('espeak', EspeakProcessor)
