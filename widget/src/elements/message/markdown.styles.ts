import { css } from 'lit'

export const markdownStyles = css`
  /* Each block has its own direction. */
  .text p {
    unicode-bidi: isolate;
  }
  ul,
  ol {
    margin-block-end: 0;
    padding-inline-start: 1.4em;
  }
  li + li,
  li > * + * {
    margin-block-start: 0.3em;
  }
  li > :first-child {
    margin-block-start: 0;
  }
  li::marker {
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
  .task {
    list-style: none;
  }
  .task input {
    margin-inline: -1.4em 0.3em;
    inline-size: 1em;
    block-size: 1em;
    vertical-align: -0.1em;
    accent-color: var(--_strong);
  }
  .heading {
    font-weight: 600;
  }
  * + .heading {
    margin-block-start: 1.1em;
  }
  strong {
    font-weight: 600;
  }
  del {
    color: var(--_muted);
  }
  a {
    color: var(--_strong);
    text-underline-offset: 0.2em;
    text-decoration-thickness: 1px;
    border-radius: 3px;
  }
  .host {
    color: var(--_muted);
    font-size: 13px;
  }
  sup {
    line-height: 0;
  }
  .note {
    padding-inline: 0.15em;
    border-radius: 3px;
    color: var(--_strong);
    text-decoration: underline 1px;
    text-underline-offset: 0.2em;
  }
  .footnotes {
    padding-block-start: 0.7em;
    border-block-start: 1px solid var(--_line);
    color: var(--_muted);
    font-size: var(--_meta);
  }
  .footnotes p {
    display: inline;
  }
  code {
    font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
    font-size: 0.875em;
    padding: 0.1em 0.35em;
    border-radius: 5px;
    background: var(--_hover);
  }
  .code {
    border: 1px solid var(--_line);
    border-radius: 12px;
    background: var(--_raised);
  }
  .code-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding-inline: 14px 4px;
    color: var(--_muted);
    font-size: 13px;
  }
  .code .icon-button {
    font-size: 14px;
  }
  pre {
    margin: 0;
    padding: 0 14px 12px;
    overflow-x: auto;
    line-height: 1.5;
    border-radius: 12px;
  }
  pre code {
    padding: 0;
    background: none;
    overflow-wrap: normal;
  }
  .table {
    max-inline-size: 100%;
    overflow-x: auto;
    border-radius: 4px;
  }
  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
    overflow-wrap: normal;
  }
  th,
  td {
    min-inline-size: 4em;
    max-inline-size: 22em;
    padding-block: 6px;
    padding-inline: 0 14px;
    border-block-end: 1px solid var(--_line);
    text-align: start;
    vertical-align: top;
  }
  th {
    font-weight: 600;
  }
  .left {
    text-align: left;
  }
  .center {
    text-align: center;
  }
  .right {
    text-align: right;
  }
  blockquote {
    margin-inline: 0;
    margin-block-end: 0;
    padding-inline-start: 14px;
    border-inline-start: 2px solid var(--_line);
    color: var(--_muted);
  }
  blockquote > * + * {
    margin-block-start: 0.7em;
  }
  hr {
    inline-size: 100%;
    margin-block-end: 0;
    border: 0;
    border-block-start: 1px solid var(--_line);
  }

  /* The pen goes where the words do. */
  .streaming .text > blockquote:last-child > p:last-child::after,
  .streaming .text > :is(ul, ol):last-child > li:last-child > :is(p, span, label):last-child::after,
  .streaming
    .text
    > :is(ul, ol):last-child
    > li:last-child
    > :is(ul, ol):last-child
    > li:last-child
    > :is(p, span, label):last-child::after,
  .streaming .text > .table:last-child .last::after,
  .streaming .text > .code:last-child code::after {
    content: '';
    display: inline-block;
    block-size: 1.05em;
    margin-inline: 2px -4px;
    border-inline-start: 2px solid var(--_strong);
    vertical-align: -0.16em;
  }
`
