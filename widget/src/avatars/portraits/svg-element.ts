/**
 * Makes SVG nodes of a document, with presentation attributes only: nothing for a strict CSP or
 * Trusted Types to object to.
 */
export function svgElementIn(document: Document) {
  return <Name extends 'svg' | 'g' | 'path' | 'clipPath'>(
    name: Name,
    attributes: Readonly<Record<string, string | number>>,
  ): SVGElementTagNameMap[Name] => {
    const node = document.createElementNS('http://www.w3.org/2000/svg', name)
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, `${value}`)
    return node
  }
}
