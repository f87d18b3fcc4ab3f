import { keepWordsAhead } from './keep-words-ahead.ts'
import { type MessageNode, type MessageTree, withNode } from './message-tree.ts'
import type { StoredChat } from './state.ts'

/** A chat's messages as the server has them, with what only the page has and under its keys. */
export function storedTree(chat: StoredChat, shown: MessageTree): MessageTree {
  const keys = new Map<string, string>()
  for (const node of shown.nodes.values()) if (node.id !== null) keys.set(node.id, node.key)
  const root = chat.messages.filter(({ parentId }) => parentId === null)[0]
  // The greeting was drawn before the server had an id for it; it is the same message.
  if (root !== undefined && !keys.has(root.id)) keys.set(root.id, 'greeting')
  const keyOf = (id: string) => keys.get(id) ?? id

  const nodes = new Map<string, MessageNode>()
  for (const { parentId, ...message } of chat.messages) {
    const key = keyOf(message.id)
    const parentKey = parentId === null ? null : keyOf(parentId)
    // A server that was lost in the middle of an answer may have stored less than it had shown.
    const text =
      message.status === 'complete'
        ? message.text
        : keepWordsAhead(shown.nodes.get(key)?.text ?? '', message.text)
    nodes.set(key, { ...message, key, parentKey, text })
  }
  let tree: MessageTree = { nodes, leafKey: keyOf(chat.activeLeafId) }

  const known = new Set(chat.messages.map(({ clientMessageId }) => clientMessageId))
  for (const node of shown.nodes.values()) {
    const isUnsent = node.id === null && node.role === 'user'
    if (!isUnsent || known.has(node.clientMessageId)) continue
    tree = { ...withNode(tree, { ...node, parentKey: tree.leafKey }), leafKey: node.key }
  }
  return tree
}
