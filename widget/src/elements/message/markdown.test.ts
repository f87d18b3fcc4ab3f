import { expect } from 'chai'
import { html, render } from 'lit'
import { words as en } from '../../localization/en/panel.ts'
import { DrawnMarkdown } from './markdown.ts'

const executed: string[] = []
Object.assign(globalThis, { executed: (name: string) => executed.push(name) })

const evil = 'https://evil.invalid'

/** Ways to run a script, to fetch something or to restyle a page, as a model could write them. */
const markup = [
  '<script>executed("script")</script>',
  '<script src="https://evil.invalid/x.js"></script>',
  '<img src=x onerror=executed("img")>',
  `<img src="${evil}/pixel.gif">`,
  '<svg onload=executed("svg")>',
  '<svg><script>executed("svg-script")</script></svg>',
  '<svg><animate onbegin=executed("animate") attributeName=x dur=1s>',
  '<math><mtext><table><mglyph><style><img src=x onerror=executed("mglyph")>',
  '<iframe src="javascript:parent.executed(1)"></iframe>',
  `<iframe srcdoc="<script>parent.executed('srcdoc')</script>"></iframe>`,
  `<object data="${evil}/x.swf"></object>`,
  `<embed src="${evil}/x.swf">`,
  `<link rel=stylesheet href="${evil}/x.css">`,
  `<style>@import url("${evil}/x.css");*{color:red}</style>`,
  `<base href="${evil}/">`,
  `<meta http-equiv=refresh content="0;url=${evil}">`,
  `<form action="${evil}"><button>Send</button></form>`,
  '<input autofocus onfocus=executed("input")>',
  '<details open ontoggle=executed("details")>',
  '<video><source onerror=executed("video")></video>',
  '<body onload=executed("body")>',
  '<a href="javascript:executed(1)">x</a>',
  '<p style="background:url(https://evil.invalid/x.png)">x</p>',
  '<template shadowrootmode=open><img src=x onerror=executed("dsd")></template>',
  '<!--><img src=x onerror=executed("comment")>-->',
  '"><img src=x onerror=executed("quote")>',
  "'><img src=x onerror=executed('apostrophe')>",
  '`><img src=x onerror=executed("tick")>',
  '${executed("template")}',
  '{{constructor.constructor("executed(1)")()}}',
  '<?lit$123$?>',
  '<!--lit-part-->',
]

const addresses = [
  'javascript:executed(1)',
  'JaVaScRiPt:executed(1)',
  ' javascript:executed(1)',
  'java\tscript:executed(1)',
  'java\nscript:executed(1)',
  '\u0001javascript:executed(1)',
  'javascript&colon;executed(1)',
  'javascript&#58;executed(1)',
  '&#x6A;avascript:executed(1)',
  'javascript%3Aexecuted(1)',
  'data:text/html,<script>executed(1)</script>',
  'data:text/html;base64,PHNjcmlwdD5leGVjdXRlZCgxKTwvc2NyaXB0Pg==',
  'vbscript:executed(1)',
  'file:///etc/passwd',
  'blob:https://evil.invalid/1',
  'about:blank',
  'view-source:https://evil.invalid',
  '//evil.invalid',
  '\\\\evil.invalid',
  'https:evil.invalid',
  '" onclick="executed(1)',
  'https://good.invalid" onmouseover="executed(1)',
]

const inMarkup = [
  (text: string) => text,
  (text: string) => `**${text}**`,
  (text: string) => `*${text}*`,
  (text: string) => `# ${text}`,
  (text: string) => `- ${text}`,
  (text: string) => `> ${text}`,
  (text: string) => `\`${text}\``,
  (text: string) => `\`\`\`${text}\n${text}\n\`\`\``,
  (text: string) => `[${text}](${evil})`,
  (text: string) => `![${text}](${evil}/x.png)`,
]

const asAddress = [
  (address: string) => `[x](${address})`,
  (address: string) => `[x](<${address}>)`,
  (address: string) => `[x](${address} "title")`,
  (address: string) => `![x](${address})`,
  (address: string) => `<${address}>`,
  (address: string) => address,
  (address: string) => `[x][1]\n\n[1]: ${address}`,
  (address: string) => `- **[x](${address})**`,
  (address: string) => `[![x](${address})](${address})`,
]

const payloads = [
  ...markup.flatMap((text) => inMarkup.map((write) => write(text))),
  ...addresses.flatMap((address) => asAddress.map((write) => write(address))),
]

/** A place in a page, and a drawing in it that nobody has to copy from. */
function place(): { root: ShadowRoot; draw: (text: string, isPartial?: boolean) => void } {
  const host = document.createElement('div')
  document.body.append(host)
  const root = host.attachShadow({ mode: 'open' })
  const markdown = new DrawnMarkdown({
    shadowRoot: root,
    words: en,
    copied: null,
    copy: () => undefined,
  })
  return {
    root,
    draw: (text, isPartial = false) =>
      render(html`<div>${markdown.draw(text, isPartial)}</div>`, root),
  }
}

const tags =
  'A BLOCKQUOTE BR BUTTON CODE DEL DIV EM HR INPUT LABEL LI OL P PRE SPAN STRONG SUP TABLE TBODY TD TH THEAD TR UL'.split(
    ' ',
  )
const attributes =
  'aria-label aria-level checked class data-note dir disabled href rel role scope start tabindex target title type'.split(
    ' ',
  )

describe('markdown on the page', () => {
  afterEach(() => document.body.replaceChildren())

  it('runs nothing, fetches nothing and makes nothing but text and checked links', async () => {
    expect(payloads.length).to.be.at.least(500)
    const { root, draw } = place()
    for (const payload of payloads) {
      // As a stream brings it: cut in the middle first, then whole.
      for (const [text, isPartial] of [
        [payload.slice(0, payload.length / 2), true],
        [payload, false],
      ] as const) {
        draw(text, isPartial)
        for (const element of root.querySelectorAll(':scope > div *')) {
          // The button that copies code is ours.
          if (element.closest('.icon-button')) continue
          expect(tags, payload).to.include(element.tagName)
          expect(attributes, payload).to.include.members(element.getAttributeNames())
          if (element instanceof HTMLAnchorElement) {
            expect(['http:', 'https:', 'mailto:'], payload).to.include(element.protocol)
          }
        }
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
    const fetched = performance.getEntriesByType('resource').map(({ name }) => name)
    expect(fetched.filter((name) => name.includes('.invalid'))).to.deep.equal([])
    expect(executed).to.deep.equal([])
  })

  it('holds under Trusted Types and a strict style policy: no attribute carries styles', () => {
    const { root, draw } = place()
    draw(
      '# a\n\n1. *b*\n\n> **c**\n\n```x\nd\n```\n\n---\n\n[e](https://f.invalid) `g` ~~h~~[^1]\n\n- [x] i\n\n| j |\n|:-:|\n| k |\n\n[^1]: l',
    )
    expect(root.querySelector('table, sup, del, input')).not.to.equal(null)
    expect(root.querySelector('[style], [onclick], [id]')).to.equal(null)
  })

  it('has headings that follow the character’s name, and leaves no level out', () => {
    const { root, draw } = place()
    draw('### a\n\n###### b\n\n# c\n\n## d\n\n#### e')
    const headings = [...root.querySelectorAll('[role=heading]')]
    expect(headings.map(({ ariaLevel }) => ariaLevel)).to.deep.equal(['3', '4', '3', '4', '5'])
    expect(root.querySelector('h1, h2, h3, h4, h5, h6')).to.equal(null)
  })

  it('has tables with heads, each in a box of its own that the keyboard scrolls', () => {
    const { root, draw } = place()
    draw('| Имя | Лет |\n|:--|--:|\n| Анна | 30 |')
    const box = root.querySelector<HTMLElement>('.table')
    expect([box?.tabIndex, box?.role, box?.ariaLabel]).to.deep.equal([0, 'group', 'Имя, Лет'])
    expect(getComputedStyle(box as HTMLElement).overflowX).to.equal('auto')
    expect([...root.querySelectorAll('th')].map(({ scope }) => scope)).to.deep.equal(['col', 'col'])
    const [, age] = root.querySelectorAll('td')
    expect(getComputedStyle(age as HTMLElement).textAlign).to.equal('right')
  })

  it('has tasks that nobody can tick, each named by its words', () => {
    const { root, draw } = place()
    draw('- [x] **план**\n- [ ] звонок\n  - внутри')
    const boxes = [...root.querySelectorAll('input')]
    expect(boxes.map(({ checked, disabled }) => [checked, disabled])).to.deep.equal([
      [true, true],
      [false, true],
    ])
    expect(boxes.map(({ labels }) => labels?.[0]?.textContent?.trim())).to.deep.equal([
      'план',
      'звонок',
    ])
  })

  it('leads from a footnote’s number to the note and back', () => {
    const { root, draw } = place()
    draw('а[^1] б[^2]\n\n[^1]: раз\n[^2]: два')
    const second = root.querySelectorAll<HTMLElement>('sup button')[1]
    second?.click()
    expect(root.activeElement?.textContent).to.include('два')
    root.activeElement?.querySelector('button')?.click()
    expect(root.activeElement).to.equal(second)
  })

  it('opens a place on the page in it, and another page in another tab', () => {
    const { root, draw } = place()
    draw('[a](#b) [c](/d) [e](https://f.example)')
    const targets = [...root.querySelectorAll('a')].map(({ target }) => target)
    expect(targets).to.deep.equal(['', '_blank', '_blank'])
    const [own, ours] = root.querySelectorAll('a')
    expect([own?.hash, ours?.href]).to.deep.equal(['#b', `${location.origin}/d`])
    expect(root.querySelectorAll('.host')).to.have.length(1)
  })

  it('gives each block its own direction, and code and formulas theirs', () => {
    const { root, draw } = place()
    draw('مرحبا `npm` \\(x\\)\n\nHello\n\n- واحد\n\n| الاسم |\n|---|\n| أ |\n\n```\nx\n```')
    const directions = (selector: string) =>
      [...root.querySelectorAll(selector)].map((element) => getComputedStyle(element).direction)
    expect(directions('div > p')).to.deep.equal(['rtl', 'ltr'])
    expect(directions('ul, .table, pre, code, p span')).to.deep.equal(
      'ltr ltr rtl rtl ltr ltr'.split(' '),
    )
  })

  it('takes a block’s direction from its first letter, wherever in it that stands', () => {
    const leftward = [
      '1. **שלום** and more',
      '- 12\n- **أهلا**',
      '- `npm`\n\n  سلام',
      '> ۱۲ «سلام»',
      '## 2026: תוכנית',
      '| 1 | ގ |\n|---|---|\n| a | b |',
      '\u200F12',
    ]
    const rightward = ['1. 12', 'npm مرحبا', '- 𝕏 שלום', '> ', '| 1 | a |\n|---|---|\n| ב | ג |']
    const { root, draw } = place()
    for (const [texts, direction] of [
      [leftward, 'rtl'],
      [rightward, 'ltr'],
    ] as const) {
      for (const text of texts) {
        draw(text)
        const block = root.querySelector('div > *') as Element
        expect(getComputedStyle(block).direction, text).to.equal(direction)
      }
    }
  })

  it('never has the browser look for a direction, which takes it through all of a block', () => {
    const { root, draw } = place()
    draw('# a\n\nb\n\n- c\n\n1. d\n\n> e\n\n| f |\n|---|\n| g |\n\nh[^1]\n\n[^1]: i')
    expect(root.querySelector('.footnotes')).not.to.equal(null)
    expect(root.querySelectorAll('[dir=auto]')).to.have.length(0)
  })

  it('changes nothing on the page but what a piece has changed', () => {
    const { root, draw } = place()
    const items = Array.from({ length: 3000 }, (_, index) => `- **Пункт** ${index}\n`)
    draw(items.slice(0, 2900).join(''), true)
    const kept = [...root.querySelectorAll('li')]
    const changes = new MutationObserver(() => undefined)
    changes.observe(root, { childList: true, characterData: true, attributes: true, subtree: true })
    draw(items.join(''), true)
    const added = changes.takeRecords().flatMap(({ addedNodes }) => [...addedNodes])
    expect(added.filter((node) => node.nodeName === 'LI')).to.have.length(100)
    expect([...root.querySelectorAll('li')].slice(0, 2900)).to.deep.equal(kept)
    changes.disconnect()
  })
})
