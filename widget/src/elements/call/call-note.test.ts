import { expect } from 'chai'
import { render } from 'lit'
import { newCallView } from '../../call/call-view.ts'
import { words as callWords } from '../../localization/en/call.ts'
import { words as earProblems } from '../../localization/en/ear.ts'
import { callNote, type CallNoteOptions } from './call-note.ts'

const nothing = () => undefined

function noteOf(known: CallNoteOptions['earProblems']): string | undefined {
  const place = document.createElement('div')
  const note = callNote({
    view: { ...newCallView, earProblem: 'denied' },
    words: callWords,
    earProblems: known,
    isClosed: false,
    onClose: nothing,
    onUnlockSound: nothing,
    onListen: nothing,
  })
  render(note, place)
  return place.querySelector('[role=status]')?.textContent
}

describe('the note of a microphone that does not work', () => {
  it('waits for its words, and says what is usual where they did not come', () => {
    expect(noteOf(null)).to.equal(undefined)
    expect(noteOf(earProblems)).to.equal(earProblems.denied)
    expect(noteOf({})).to.equal(callWords.earProblemOther)
  })
})
