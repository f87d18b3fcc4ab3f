/**
 * Lets a test write as an input method does, where the focus is: `compose` shows the word that is
 * being composed, `take-key` presses a key that the method takes for itself, by its name, and `commit`
 * puts the finished word in place.
 */
export function inputMethod() {
  return {
    name: 'input-method',
    async executeCommand({ command, payload, session }) {
      const act = commands[command]
      if (!act) return undefined
      const client = await session.browser.getPage(session.id).createCDPSession()
      await act(client, payload)
      await client.detach()
      return true
    },
  }
}

const commands = {
  compose: (client, text) =>
    client.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    }),
  'take-key': async (client, key) => {
    // Browsers number all of them alike.
    for (const type of ['rawKeyDown', 'keyUp']) {
      await client.send('Input.dispatchKeyEvent', { type, key, windowsVirtualKeyCode: 229 })
    }
  },
  commit: (client, text) => client.send('Input.insertText', { text }),
}
