import { createApp, h, ref } from 'vue'

const { apiUrl = '', siteKey = '' } = document.documentElement.dataset
const open = ref(false)

/** A page in Vue: the element's properties are its own, set as any other. */
createApp(() => {
  const button = h('button', { onClick: () => (open.value = true) }, 'Help')
  const props = { siteKey, apiUrl, open: open.value, placement: 'floating', lang: 'en' }
  return h('main', [button, h('psy-avatar', props)])
}).mount('#app')
