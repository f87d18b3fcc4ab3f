import type { Script } from '../script.ts'
import { russianCare } from './care.ts'
import { russianPhrases } from './phrases.ts'
import { reflectRussian } from './reflection.ts'
import { russianSmallTalk } from './small-talk.ts'
import { russianThemes } from './themes.ts'

export const russian: Script = {
  rules: [...russianSmallTalk, ...russianThemes, ...russianPhrases],
  care: russianCare,
  fallbacks: [
    'Расскажите об этом подробнее.',
    'Мысль понятна. Что в ней самое важное?',
    'Что это значит для вас?',
    'А как так получилось?',
    'Побудем с этим немного. Что ещё сюда относится?',
    'Чего бы вам хотелось дальше?',
  ],
  factAnswers: [
    '{fact} Почему вы об этом подумали?',
    'Об этом можно рассказать. {fact}',
    '{fact} А как с этим у вас?',
  ],
  demoNote:
    '(Это офлайн-демонстрация: языковая модель не подключена, и ответы строятся по простым правилам.)',
  reflect: reflectRussian,
}
