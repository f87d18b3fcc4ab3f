import type { Plugin } from 'vite'

/**
 * Of Lit: what it does for browsers older than those it is built for here, what it tells its developers,
 * and what it keeps in the page: the list of its versions, and a place for its decorators, of which
 * there are none here. What no longer matches in another Lit stays, and the check of sizes tells.
 */
const litsPast: readonly (readonly [RegExp, string])[] = [
  [/\b\w\.ShadowRoot&&.+?CSSStyleSheet\.prototype/u, 'true'],
  [/\b\w\.lit\w+Support|\b\w\.reactiveElementPolyfillSupport/gu, 'undefined'],
  [/\(\w\.\w+Versions\?\?=\[\]\)\.push\("[\d.]+"\)/u, '0'],
  [/Symbol\.metadata\?\?=.+?new WeakMap;/u, ''],
  [/static addInitializer\(.+?\}(?=static )/u, ''],
  [/,this\.constructor\.l\?\.forEach\(\w=>\w\(this\)\)/u, ''],
  [/const \w=this\[Symbol\.metadata\];if\(.+?\}(?=this\._\$Eh=)/u, ''],
  [/Error\("[^"]*"(?:\+\w\+"[^"]*")?\)/gu, 'Error()'],
]

export function forgetPast(): Plugin {
  return {
    name: 'forget-past',
    transform: {
      filter: { id: /[\\/](?:@lit|lit-html|lit-element)[\\/]/u },
      handler: (code) =>
        litsPast.reduce((rest, [past, instead]) => rest.replace(past, instead), code),
    },
  }
}
