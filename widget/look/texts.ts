export type LookLanguage = 'ru' | 'en'

/** What is said in the gallery. */
export const texts = {
  en: {
    slug: 'nora',
    name: 'Nora',
    tagline: 'AI companion',
    greeting:
      'Hello, I’m Nora, an AI companion. There is no hurry here. What has been on your mind today?',
    question: 'I have a talk at work on Monday and I can’t stop going over it in my head.',
    partial:
      'That sounds tiring: rehearsing the same hour again and again, long before it has come. When you go over it, what is the moment that',
    answer:
      'That sounds tiring: rehearsing the same hour again and again, long before it has come.\n\nWhen you go over it, what is the moment that you return to most often?',
    rich: 'A small plan for the weekend:\n\n### Before Monday\n\n1. Write down the **three sentences** you want people to keep.\n2. Say them aloud once, *slowly*.\n3. Leave the slides alone after Saturday noon.\n\n- A walk counts as preparation\n- So does sleep\n\n> Nobody in the room knows what you meant to say.\n\nThere is more in [this short guide](https://www.example.org/talks/first-minutes), and a timer is one line: `timer 20m`.\n\n```sh\ntimer 20m && say "enough for today, close the laptop"\n```',
    tables:
      '## Two ways to begin\n\n| Way | Takes | What it needs from you |\n|:--|--:|:--|\n| A true sentence | 5 s | nothing but `one line` |\n| A question to the room | 20 s | somebody who **answers** in time[^1] |\n\n- [x] Write the ~~three~~ two openings\n- [ ] Say them to [a friend](tel:+1-202-555-0143)\n  1. aloud\n  2. standing\n\n```js\nconst minute = 60_000 // and it is over before you have looked at the clock twice\n```\n\nThe pause is \\(t = 2\\) seconds. More at www.example.org/talks.\n\n[^1]: Ask them beforehand.',
    thanks: 'The first minute. Everybody looks at me and I forget how to begin.',
    farewell:
      'Then let us look at the first minute only. If you could begin with a sentence that is simply true, what would it be?',
    draft: 'Maybe that I am nervous, and glad that they came.',
  },
  ru: {
    slug: 'eva',
    name: 'Ева',
    tagline: 'ИИ-собеседник',
    greeting:
      'Здравствуйте! Я Ева, ИИ-собеседник. Торопиться здесь некуда. О чём вы сегодня думаете?',
    question: 'В понедельник выступаю на работе и всё время прокручиваю это в голове.',
    partial:
      'Это утомляет — снова и снова проживать один и тот же час, который ещё даже не наступил. Когда вы прокручиваете выступление, к какому моменту',
    answer:
      'Это утомляет — снова и снова проживать один и тот же час, который ещё даже не наступил.\n\nКогда вы прокручиваете выступление, к какому моменту возвращаетесь чаще всего?',
    rich: 'Небольшой план на выходные:\n\n### До понедельника\n\n1. Запишите **три фразы**, которые должны запомнить слушатели.\n2. Один раз произнесите их вслух, *не спеша*.\n3. После субботнего обеда не трогайте слайды.\n\n- Прогулка — тоже подготовка\n- И сон тоже\n\n> Никто в зале не знает, что вы собирались сказать.\n\nПодробнее — в [короткой памятке](https://www.example.org/talks/first-minutes), а таймер ставится одной строкой: `timer 20m`.\n\n```sh\ntimer 20m && say "на сегодня хватит, закрываем ноутбук"\n```',
    tables:
      '## Два способа начать\n\n| Способ | Занимает | Что нужно от вас |\n|:--|--:|:--|\n| Правдивая фраза | 5 с | только `одна строка` |\n| Вопрос к залу | 20 с | кто-то, кто **ответит** вовремя[^1] |\n\n- [x] Написать ~~три~~ два начала\n- [ ] Сказать их [другу](tel:+7-495-555-01-43)\n  1. вслух\n  2. стоя\n\n```js\nconst minute = 60_000 // и она прошла раньше, чем вы дважды взглянули на часы\n```\n\nПауза — \\(t = 2\\) секунды. Подробнее: www.example.org/talks.\n\n[^1]: Договоритесь заранее.',
    thanks: 'К первой минуте. Все смотрят на меня, и я забываю, как начать.',
    farewell:
      'Тогда давайте посмотрим только на первую минуту. Если начать с фразы, которая просто правдива, какой она была бы?',
    draft: 'Наверное, что я волнуюсь и рада, что они пришли.',
  },
} as const
