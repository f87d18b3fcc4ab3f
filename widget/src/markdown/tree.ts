/**
 * A text's tree. It holds text and checked links only, so that there is no way to carry markup,
 * an attribute or a script through it.
 */
export type Block =
  | { readonly type: 'paragraph'; readonly children: readonly Inline[] }
  | {
      readonly type: 'heading'
      /** 1 to 6. */
      readonly level: number
      readonly children: readonly Inline[]
    }
  | {
      readonly type: 'list'
      readonly ordered: boolean
      /** The first item's number; 1 for a bulleted list. */
      readonly start: number
      /** Its items stand close together: their paragraphs are no paragraphs of their own. */
      readonly isTight: boolean
      readonly items: readonly ListItem[]
    }
  | { readonly type: 'code-block'; readonly language: string; readonly text: string }
  | { readonly type: 'quote'; readonly children: readonly Block[] }
  | { readonly type: 'rule' }
  | {
      readonly type: 'table'
      /** One for each column. */
      readonly alignments: readonly Alignment[]
      /** The first one is the head; a row may have fewer cells than there are columns. */
      readonly rows: readonly TableRow[]
    }
  /** The footnotes that the text refers to, in the order of their numbers; stands at the end. */
  | { readonly type: 'footnotes'; readonly items: readonly Footnote[] }

export type ListItem = {
  /** Whether a task is done; null for an item that is no task. */
  readonly isDone: boolean | null
  readonly children: readonly Block[]
}

export type Alignment = 'left' | 'center' | 'right' | null

export type TableRow = { readonly cells: readonly (readonly Inline[])[] }

export type Footnote = {
  /** From 1, in the order in which the text refers to them. */
  readonly number: number
  readonly children: readonly Block[]
}

export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'strong'; readonly children: readonly Inline[] }
  | { readonly type: 'emphasis'; readonly children: readonly Inline[] }
  | { readonly type: 'deleted'; readonly children: readonly Inline[] }
  | { readonly type: 'code'; readonly text: string }
  /** A formula as it was written, with the marks around it. */
  | { readonly type: 'maths'; readonly text: string }
  | {
      readonly type: 'link'
      /** An absolute http, https, mailto or tel address; nothing else ever gets here. */
      readonly href: string
      /** Where the link leads, to be shown beside its text; empty when the text already says it. */
      readonly host: string
      readonly children: readonly Inline[]
    }
  | { readonly type: 'footnote-reference'; readonly number: number }
  | { readonly type: 'line-break' }
