// Copyright (C) 2026 the authors of this voice.
// SPDX-License-Identifier: GPL-3.0-or-later
/* global self, MessageChannel */
import { createEngine } from './engine.js'

const { port1, port2 } = new MessageChannel()
let afterTurn = null
port1.onmessage = () => afterTurn?.()

const engine = createEngine({
  post: (message, transfer = []) => self.postMessage(message, transfer),
  loadFile: (name) => import(`./${name}.js`),
  // Behind the messages that wait already.
  nextTurn(callback) {
    afterTurn = callback
    port2.postMessage(null)
  },
})

self.onmessage = ({ data }) => engine.receive(data)
