import type { Script } from '../script.ts'
import { englishCare } from './care.ts'
import { englishPhrases } from './phrases.ts'
import { reflectEnglish } from './reflection.ts'
import { englishSmallTalk } from './small-talk.ts'
import { englishThemes } from './themes.ts'

export const english: Script = {
  rules: [...englishSmallTalk, ...englishThemes, ...englishPhrases],
  care: englishCare,
  fallbacks: [
    'Tell me more about that.',
    'I am following you. What is the most important part of it?',
    'What does that mean to you?',
    'And how did that come about?',
    'Let us stay with that for a moment. What else belongs to it?',
    'What would you like to happen next?',
  ],
  factAnswers: [
    '{fact} What made you think of it?',
    'That I can tell you. {fact}',
    '{fact} And how is it with you?',
  ],
  demoNote:
    '(This is the offline demo: no language model is connected, so I answer by simple rules.)',
  reflect: reflectEnglish,
}
