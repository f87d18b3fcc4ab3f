import './define.ts'

/**
 * The script tag: `<script type="module" src="…/visavis.js" data-site-key="…"></script>`.
 * Registers the elements, and puts one in the corner of a page that has placed none itself; every
 * `data-` attribute of the tag becomes the element's attribute.
 */
function embed(): void {
  if (document.querySelector('psy-avatar, voice-consultant')) return
  const element = document.createElement('psy-avatar')
  element.setAttribute('placement', 'floating')
  const tag = document.querySelector('script[data-site-key]')
  for (const { name, value } of tag?.attributes ?? []) {
    if (name.startsWith('data-')) element.setAttribute(name.slice('data-'.length), value)
  }
  document.body.append(element)
}

// An `async` tag can run before the page is read to its end.
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', embed)
else embed()
