import { phrase, type Rule } from '../script.ts'

/** Turns of speech whose rest is turned around and handed back. */
export const englishPhrases: readonly Rule[] = [
  {
    pattern: phrase('(?:i need|i really need|i could use) (.+)'),
    rank: 10,
    answers: [
      'What would change for you if you had {1}?',
      'Why do you need {1} just now?',
      'Suppose you got {1}. What then?',
    ],
    memories: ['You said that you need {1}. Are you any closer to it?'],
  },
  {
    pattern: phrase("(?:i want|i'd like|i would like|i wish|i hope) (?:to )?(.+)"),
    rank: 9,
    answers: [
      'What is the best thing about it, if it comes true?',
      'So it is about this: {1}. What stands in the way?',
      'How long have you been wishing for that?',
    ],
    memories: ['Earlier you named a wish: {1}. What would be its first step?'],
  },
  {
    pattern: phrase("(?:i feel|i'm feeling|i am feeling) (?:like |that )?(.+)"),
    rank: 10,
    answers: [
      'You feel {1}. When did you notice it today?',
      'What usually comes before you feel {1}?',
      'And when you feel {1}, what do you do?',
    ],
    memories: ['You told me that you feel {1}. Is that still so?'],
  },
  {
    pattern: phrase("(?:i can't|i cannot|i can not|i'm not able to|i am not able to) (.+)"),
    rank: 10,
    answers: [
      'What happens when you try to {1}?',
      'What would it take, so that you could {1}?',
      'Has there been a time when it worked?',
    ],
    memories: ["You said you can't {1}. What would make it a little easier?"],
  },
  {
    pattern: phrase("i (?:don't|do not) know(?: (.+))?"),
    rank: 8,
    answers: [
      'You do not have to know yet. What is your first guess?',
      'If you did know, what might the answer be?',
      'What would help you find out?',
    ],
  },
  {
    pattern: phrase("i (?:don't|do not|didn't|did not) (.+)"),
    rank: 7,
    answers: [
      'What keeps you from it?',
      'And would you like to {1}?',
      'What would be different if you did?',
    ],
  },
  {
    pattern: phrase('i (?:remember|keep thinking (?:about|of)|often think (?:about|of)) (.+)'),
    rank: 10,
    answers: [
      'What else comes back to you when you think of {1}?',
      'Why does it come to mind just now?',
      'What do you feel when you remember that?',
    ],
    memories: ['A while ago you were thinking of {1}. What made you remember it?'],
  },
  {
    pattern: phrase("(?:i'm|i am) (.+)"),
    rank: 6,
    answers: [
      'How long have you been {1}?',
      'What does it mean for you that you are {1}?',
      'And how do you feel about being {1}?',
    ],
  },
  {
    pattern: phrase('i (?:think|believe|guess|suppose) (?:that )?(.+)'),
    rank: 6,
    answers: [
      'What makes you think that {1}?',
      'How sure are you of it, from one to ten?',
      'And what would somebody say who sees it differently?',
    ],
  },
  {
    pattern: phrase('because (.+)'),
    rank: 7,
    answers: [
      'Is that the only reason?',
      'And if that were not so, what would change?',
      'Because {1}: what does that explain, and what does it not?',
    ],
  },
  {
    pattern: phrase("why (?:don't|do not|can't|won't) you (.+)"),
    rank: 12,
    answers: [
      'Perhaps in time I will. What would it give you?',
      'Would you really like me to {1}?',
    ],
  },
  {
    pattern: phrase("why (?:can't|don't|am|do) i (.+)"),
    rank: 11,
    answers: [
      'What is your own best explanation?',
      'What would you answer a friend who asked you the same?',
    ],
  },
  {
    pattern: phrase("you (?:are|seem|sound) (.+)|you're (.+)"),
    rank: 6,
    answers: [
      'What makes you think that I am {1}?',
      'Maybe so. How does it feel to talk to someone like that?',
      'Interesting that you see me that way. What gave you the idea?',
    ],
  },
  {
    pattern: phrase('(?:can|could|would|will) you (.+)'),
    rank: 7,
    answers: [
      'I can try. What exactly should it look like, so that it helps you?',
      'Let us do it together. Where would you begin?',
      'Tell me first: what do you need it for?',
    ],
  },
  {
    pattern: phrase('always|never|everybody|everyone|nobody|all the time|every time'),
    rank: 5,
    answers: [
      'Really without any exception? Tell me about one time when it was different.',
      'Of whom or what in particular are you thinking?',
    ],
  },
  {
    pattern: phrase('maybe|perhaps|probably|not sure|kind of|sort of'),
    rank: 3,
    answers: [
      'You do not sound quite certain. What speaks for it?',
      'What would make you more sure?',
    ],
  },
  {
    pattern: phrase('(?:what|how|when|where|which|who) (?:.+)'),
    rank: 2,
    answers: [
      'A good question. What would be your first answer?',
      'What would you do with the answer, if you had it?',
      'Let us look at it from your side: what do you know about it already?',
    ],
  },
  {
    pattern: phrase('why'),
    rank: 2,
    answers: ['What reasons come to your mind?', 'What do you suspect yourself?'],
  },
]
