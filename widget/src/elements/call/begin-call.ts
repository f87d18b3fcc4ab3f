import { browserCallParts } from '../../call/direct/browser-call-parts.ts'
import type { VisavisPanel } from '../panel/panel.ts'
import { defineCall } from './define-call.ts'
import { PanelCall } from './panel-call.ts'

/**
 * Begins a call in a panel, once its conversation is open; this module loads with the first one.
 * Without `sound` it is a call to read.
 */
export async function beginCall(panel: VisavisPanel, sound: AudioContext | null): Promise<void> {
  defineCall()
  const { conversation } = panel
  await conversation.load()
  const words = await panel.words.loadCallWords()
  const { connection, view } = conversation
  const isLeft = !panel.open || !panel.isConnected
  // Why there is nobody to talk to stands in the panel.
  const isOut = connection === null || view.session === null || view.phase !== 'ready'
  if (isLeft || isOut || panel.call) return sound?.close()
  const parts = browserCallParts({ connection, session: view.session })
  const call = new PanelCall({ panel, parts, words, sound })
  panel.call = call
  await call.begin()
}
