import type { Frame, Locator, Page } from 'playwright-core'

/** A page, or a frame of one, with the widget on it, and what a visitor does there. */
export type CompanionPage<Place extends Page | Frame = Page> = {
  readonly page: Place
  readonly launcher: Locator
  readonly composer: Locator
  /** What the visitor wrote, oldest first; and the character, its greeting first. */
  readonly visitorMessages: Locator
  readonly answers: Locator
  open(): Promise<void>
  /** Sends a message and resolves as soon as it left the composer. */
  send(text: string): Promise<void>
  /** Sends a message and resolves with its finished answer. */
  ask(text: string): Promise<string>
  /** Resolves with the next end of an answer; call it before what begins the answer. */
  nextEnd(): Promise<void>
  button(name: string): Locator
  /** Resolves once a call's microphone is so; one that is opening is neither. */
  microphoneIs(state: 'on' | 'off'): Promise<void>
  /** Opens an answer's or a message's actions by keyboard focus and presses one. */
  act(message: Locator, action: string): Promise<void>
  texts(messages: Locator): Promise<string[]>
}

export function companionOn<Place extends Page | Frame>(page: Place): CompanionPage<Place> {
  const companion = page.locator('psy-avatar')
  const composer = companion.getByRole('textbox')
  const answers = companion.locator('[part~=message-assistant]')
  const button = (name: string) => companion.getByRole('button', { name, exact: true })

  async function nextEnd(): Promise<void> {
    await page.evaluate(
      () =>
        new Promise<void>((resolve) =>
          document.addEventListener('visavis-message-end', () => resolve(), { once: true }),
        ),
    )
  }

  async function send(text: string): Promise<void> {
    await composer.fill(text)
    await composer.press('Enter')
  }

  return {
    page,
    launcher: companion.locator('[part~=launcher]'),
    composer,
    answers,
    visitorMessages: companion.locator('[part~=message-user]'),
    button,
    nextEnd,
    send,
    async open() {
      await companion.locator('[part~=launcher]').click()
      await answers.first().waitFor()
    },
    async ask(text) {
      const ended = nextEnd()
      await send(text)
      await ended
      return (await answers.last().locator('[part~=text]').innerText()).trim()
    },
    microphoneIs: (state) => page.locator(`visavis-call .microphone.${state}`).waitFor(),
    async act(message, action) {
      await message.hover()
      await message.getByRole('button', { name: action, exact: true }).click()
    },
    texts: (messages) => messages.locator('[part~=text]').allInnerTexts(),
  }
}
