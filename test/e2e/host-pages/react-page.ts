import { createElement, StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'

/** A page in React: the element's properties are its own, set as any other. */
function App({ apiUrl, siteKey }: { apiUrl: string; siteKey: string }) {
  const [open, setOpen] = useState(false)
  const button = createElement('button', { onClick: () => setOpen(true) }, 'Help')
  const props = { siteKey, apiUrl, open, placement: 'floating', theme: 'dark', lang: 'en' }
  return createElement('main', null, button, createElement('psy-avatar', props))
}

const { apiUrl = '', siteKey = '' } = document.documentElement.dataset
const root = document.getElementById('app') as HTMLElement
createRoot(root).render(createElement(StrictMode, null, createElement(App, { apiUrl, siteKey })))
