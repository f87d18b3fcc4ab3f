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
      readonly items: readonly (readonly Block[])[]
    }
  | { readonly type: 'code-block'; readonly language: string; readonly text: string }
  | { readonly type: 'quote'; readonly children: readonly Block[] }
  | { readonly type: 'rule' }

export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'strong'; readonly children: readonly Inline[] }
  | { readonly type: 'emphasis'; readonly children: readonly Inline[] }
  | { readonly type: 'code'; readonly text: string }
  | {
      readonly type: 'link'
      /** An absolute http, https or mailto address; nothing else ever gets here. */
      readonly href: string
      /** Where the link leads, to be shown beside its text; empty when the text already says it. */
      readonly host: string
      readonly children: readonly Inline[]
    }
  | { readonly type: 'line-break' }
