import type { CallHost } from '../../call/call-host.ts'
import { openCall } from '../../call/open-call.ts'
import { defineCall } from './define-call.ts'
import { ShownCall } from './shown-call.ts'

/**
 * Begins a call in a host, once its conversation is open. Without `sound`, which is made inside the
 * visitor's click, it is a call to read.
 */
export async function beginCall(host: CallHost, sound: AudioContext | null): Promise<void> {
  defineCall()
  const { conversation } = host
  await conversation.load()
  const words = await host.loadWords()
  const { connection, view } = conversation
  const { session, phase } = view
  // Why there is nobody to talk to stands in the host.
  const isOut = connection === null || session === null || phase !== 'ready'
  if (isOut || !host.isReady) return sound?.close()
  await new ShownCall({
    host,
    words,
    createCall: (events) => openCall({ connection, session, conversation, sound, ...events }),
  }).begin()
}
