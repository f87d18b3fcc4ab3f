import './define.ts'
import { presence } from './elements/companion/presence.ts'
import { PsyAvatar } from './elements/psy-avatar/psy-avatar.ts'

/** So long a framework may take to put elements of its own on the page, in milliseconds. */
const patienceMs = 2000

/**
 * The script tag: `<script type="module" src="…/visavis.js" data-site-key="…"></script>`.
 * Registers the elements, and puts one in the corner of a page that has placed none itself; it takes
 * over its attributes from the tag, where each has `data-` before its name. What may follow from that,
 * as the page changes or where nothing could be put there, is a part of its own.
 */
const tag = document.querySelector<HTMLElement>('script[data-site-key]')
let launcher: PsyAvatar | undefined
if (tag && presence.count === 0 && customElements.get('psy-avatar') === PsyAvatar) {
  launcher = new PsyAvatar()
  launcher.placement = 'floating'
  // No other name: what other tools write on a tag may be a method here.
  for (const name of PsyAvatar.observedAttributes) {
    const value = tag.getAttribute('data-' + name)
    if (value !== null) launcher.setAttribute(name, value)
  }
  // Beside the body: frameworks replace that, with all that is in it, and pages transform it.
  document.documentElement.append(launcher)
}
presence.onChange = () =>
  void import('./keep-launcher.ts').then(({ keep }) => keep(presence, launcher))
if (!launcher) setTimeout(presence.onChange, patienceMs)
