import type { PanelPlaces } from '../panel/places.ts'
import { ask } from './ask.ts'
import type { Question } from './question.ts'

/** Asks over everything in a panel; this module loads with the first question. */
export function askOver(panel: PanelPlaces, question: Question): Promise<boolean> {
  return ask(question, {
    show: (element) => {
      element.over = true
      element.part.add('question')
      return panel.attach({ element, place: 'question' })
    },
  })
}
