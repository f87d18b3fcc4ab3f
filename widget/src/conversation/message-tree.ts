import type { ConversationProblem, MessageStatus } from './view.ts'

/** One message of the tree. Nodes are linked by their keys, which outlive a change of id. */
export type MessageNode = {
  readonly key: string
  /** The server's id; null as long as the server does not know the message. */
  readonly id: string | null
  readonly parentKey: string | null
  readonly role: 'user' | 'assistant'
  readonly status: MessageStatus
  readonly text: string
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  /** The id this client made for the turn that this message began. */
  readonly clientMessageId: string | null
  /** The stream this answer came or comes through. */
  readonly streamId: string | null
  /** This answer was not allowed to grow any longer. */
  readonly isCutShort: boolean
  readonly problem: ConversationProblem | null
  /** Before this moment another try is of no use, in milliseconds since the epoch; if it is known. */
  readonly retryAt?: number | null
}

/** All messages of a chat, and the one the visible path ends in. */
export type MessageTree = {
  /** By key, oldest first. */
  readonly nodes: ReadonlyMap<string, MessageNode>
  readonly leafKey: string | null
}

export const emptyTree: MessageTree = { nodes: new Map(), leafKey: null }

/** Adds or replaces a node. */
export function withNode(tree: MessageTree, node: MessageNode): MessageTree {
  return { ...tree, nodes: new Map(tree.nodes).set(node.key, node) }
}

/** Changes a node's fields; a tree without that node stays as it is. */
export function withChange(
  tree: MessageTree,
  key: string,
  change: Partial<Omit<MessageNode, 'key'>>,
): MessageTree {
  const node = tree.nodes.get(key)
  return node === undefined ? tree : withNode(tree, { ...node, ...change })
}

/** The visible messages, oldest first. */
export function activePath({ nodes, leafKey }: MessageTree): MessageNode[] {
  const path: MessageNode[] = []
  let node = leafKey === null ? undefined : nodes.get(leafKey)
  while (node !== undefined) {
    path.push(node)
    node = node.parentKey === null ? undefined : nodes.get(node.parentKey)
  }
  return path.reverse()
}

/** The node with that id, be it the server's or a local key. */
export function findNode(tree: MessageTree, id: string): MessageNode | undefined {
  const node = tree.nodes.get(id)
  if (node !== undefined) return node
  for (const candidate of tree.nodes.values()) if (candidate.id === id) return candidate
  return undefined
}

/** The answers to each message, oldest first, by its key: variants of each other. */
export function answersByParent(tree: MessageTree): ReadonlyMap<string | null, MessageNode[]> {
  const answers = new Map<string | null, MessageNode[]>()
  for (const node of tree.nodes.values()) {
    if (node.role !== 'assistant') continue
    const variants = answers.get(node.parentKey)
    if (variants === undefined) answers.set(node.parentKey, [node])
    else variants.push(node)
  }
  return answers
}

/** Where the path through a node ends: at each fork the newest branch is followed. */
export function newestLeafBelow(tree: MessageTree, key: string): string {
  const newestChild = new Map<string, string>()
  for (const node of tree.nodes.values()) {
    if (node.parentKey !== null) newestChild.set(node.parentKey, node.key)
  }
  let leafKey = key
  for (let child: string | undefined = key; child !== undefined; child = newestChild.get(child)) {
    leafKey = child
  }
  return leafKey
}

/**
 * Removes a message and everything that was said after it. If the visible path went through it,
 * the path now follows the newest branch that is left, as the server's own path does.
 */
export function withoutSubtree(tree: MessageTree, key: string): MessageTree {
  const root = tree.nodes.get(key)
  if (root === undefined) return tree
  const removed = new Set([key])
  // Parents are older than their children, so one pass in order of age finds the whole subtree.
  for (const node of tree.nodes.values()) {
    if (node.parentKey !== null && removed.has(node.parentKey)) removed.add(node.key)
  }
  const { leafKey } = tree
  const remaining: MessageTree = {
    nodes: new Map([...tree.nodes].filter(([nodeKey]) => !removed.has(nodeKey))),
    leafKey,
  }
  if (leafKey === null || !removed.has(leafKey)) return remaining
  const { parentKey } = root
  return { ...remaining, leafKey: parentKey && newestLeafBelow(remaining, parentKey) }
}
