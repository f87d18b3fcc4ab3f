// Copyright (C) 2026 the authors of this voice.
// SPDX-License-Identifier: GPL-3.0-or-later
/* global self, fetch, MessageChannel */
import { createEngine } from './engine.js'

const { port1, port2 } = new MessageChannel()
let afterTurn = null
port1.onmessage = () => afterTurn?.()

const engine = createEngine({
  post: (message, transfer = []) => self.postMessage(message, transfer),
  async fetchFile(name) {
    const response = await fetch(new URL(name, import.meta.url))
    if (!response.ok) throw new Error(`${name}: ${response.status}`)
    return response.arrayBuffer()
  },
  // Behind the messages that wait already.
  nextTurn(callback) {
    afterTurn = callback
    port2.postMessage(null)
  },
})

self.onmessage = ({ data }) => engine.receive(data)
