import { expect } from 'chai'
import { redoPrevented } from './redo-prevented.ts'

const type = (field: HTMLElement, keys: readonly string[]) => {
  field.focus()
  for (const key of keys) redoPrevented(new KeyboardEvent('keydown', { key }), [field])
}

describe('what a page has kept the browser from doing', () => {
  afterEach(() => document.body.replaceChildren())

  it('is done by hand in a text of several lines', () => {
    const field = document.createElement('textarea')
    document.body.append(field)
    type(field, ['/', 'H', 'x', 'Backspace', 'i', 'Shift'])
    expect(field.value).to.equal('/Hi')
  })

  it('is done by hand in a line, which Enter hands in', () => {
    const form = document.createElement('form')
    const field = document.createElement('input')
    let isHandedIn = false
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      isHandedIn = true
    })
    form.append(field)
    document.body.append(form)
    type(field, ['H', 'i', 'Enter'])
    expect(field.value).to.equal('Hi')
    expect(isHandedIn).to.equal(true)
  })

  it('is left alone where a shortcut was meant', () => {
    const field = document.createElement('textarea')
    document.body.append(field)
    field.focus()
    redoPrevented(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true }), [field])
    expect(field.value).to.equal('')
  })
})
