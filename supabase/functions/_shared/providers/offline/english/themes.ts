import { phrase, type Rule } from '../script.ts'

/** What people come to talk about. */
export const englishThemes: readonly Rule[] = [
  {
    pattern: phrase(
      'my (mother|mom|mum|father|dad|parents|sister|brother|son|daughter|family|husband|wife)',
    ),
    rank: 16,
    answers: [
      'Tell me more about your {1}.',
      'What is it like between you and your {1} these days?',
      'When you think of your {1}, what comes up first?',
    ],
    memories: ['Earlier you mentioned your {1}. Does this have something to do with that?'],
  },
  {
    pattern: phrase('work(?:ing)?|job|boss|manager|colleagues?|office|career|deadline|project'),
    rank: 12,
    answers: [
      'What about your work weighs most on you right now?',
      'If one thing at work could change by next week, what should it be?',
      'And what part of your work still gives you energy?',
    ],
    memories: ['You spoke of your work before. Is it still on your mind?'],
  },
  {
    pattern: phrase(
      'business|start-?up|company|customers?|clients?|sales|revenue|marketing|market|competitors?|pricing|profit',
    ),
    rank: 14,
    answers: [
      'Let us take it apart: who is the customer, what is their trouble, and how do they solve it today?',
      'Which number would tell you, four weeks from now, that you were right?',
      'What have you tried already, and what did it teach you?',
      'What is the cheapest experiment that could prove this idea wrong?',
    ],
    memories: ['Coming back to your business: what is the one decision that cannot wait?'],
  },
  {
    pattern: phrase('money|debts?|salary|loan|budget|expensive|afford'),
    rank: 12,
    answers: [
      'Money is rarely only about money. What would a little more of it make possible?',
      'Shall we put the numbers side by side: what comes in, what goes out, what can move?',
      'What worries you more: the sum itself or what it stands for?',
    ],
  },
  {
    pattern: phrase('friends?|friendship|buddy'),
    rank: 11,
    answers: [
      'What do your friends give you that nobody else does?',
      'Is there a friend who knows about this?',
      'When were you last together, and how was it?',
    ],
  },
  {
    pattern: phrase(
      'relationship|boyfriend|girlfriend|partner|marriage|divorce|broke up|break ?up|love',
    ),
    rank: 13,
    answers: [
      'Closeness can be wonderful and difficult at once. How is it for you now?',
      'What do you wish the other person understood?',
      'What did the good days between you have in common?',
    ],
    memories: ['Earlier it was about someone close to you. How does that look to you now?'],
  },
  {
    pattern: phrase(
      'alone|lonely|loneliness|nobody (?:understands|cares|likes)|no one (?:understands|cares|likes)',
    ),
    rank: 19,
    answers: [
      'That sounds lonely. Has it been like this for long?',
      'I am listening. When did you last feel close to somebody?',
      'If someone sat down next to you now, what would you want to tell them?',
    ],
    memories: ['You said it can be lonely. Is it lighter at the moment, or the same?'],
  },
  {
    pattern: phrase(
      'anxious|anxiety|nervous|worr(?:y|ied|ies|ying)|panic|afraid|scared|fear(?:s|ful)?',
    ),
    rank: 18,
    answers: [
      'Worry likes to run ahead. What exactly does it say will happen?',
      'Let us slow down for a breath. Where in your body do you notice it?',
      'What has helped you before, even a little, when it felt like this?',
      'Which part of it is in your hands, and which is not?',
    ],
    memories: ['You told me about the worry. How strong is it now, from one to ten?'],
  },
  {
    pattern: phrase(
      'sad|sadness|unhappy|depressed|depression|cry(?:ing)?|cried|hopeless|miserable|hurts?',
    ),
    rank: 18,
    answers: [
      "I'm sorry it is so heavy. When did it begin?",
      'It is all right to feel this. What would be a small comfort today?',
      'If the sadness could speak, what would it ask for?',
    ],
    memories: ['You sounded sad earlier. What would do you good tonight?'],
  },
  {
    pattern: phrase('angry|anger|furious|annoy(?:s|ed|ing)|hate|mad at|irritat\\w+|unfair'),
    rank: 17,
    answers: [
      'Anger often guards something important. What was stepped over?',
      'What would you say if nobody could be offended by it?',
      'And under the anger, is there something else, too?',
    ],
  },
  {
    pattern: phrase(
      'tired|exhausted|burn(?:ed|t)? ?out|burnout|no (?:energy|strength)|overwhelmed|stress(?:ed|ful)?',
    ),
    rank: 17,
    answers: [
      'That sounds exhausting. What takes the most out of you?',
      'What is one thing you could put down, only for today?',
      'When did you last rest without feeling guilty about it?',
    ],
    memories: ['You said how tired you are. What could wait until tomorrow?'],
  },
  {
    pattern: phrase("sleep(?:ing|less)?|insomnia|nightmares?|can't sleep|awake at night"),
    rank: 17,
    answers: [
      'How do your nights look lately?',
      'What goes through your head when the light is out?',
      'Some people write the thoughts down before bed, so the paper keeps watch. Would that suit you?',
    ],
  },
  {
    pattern: phrase('dream(?:s|ed|t|ing)?'),
    rank: 10,
    answers: [
      'Dreams are good company for thought. What stayed with you most?',
      'And if that dream had a title, what would it be?',
    ],
  },
  {
    pattern: phrase(
      'goals?|plans?|planning|future|decision|decide|choose|choice|motivation|procrastinat\\w+|habits?',
    ),
    rank: 11,
    answers: [
      'What would be the smallest step you could take within a day?',
      'Suppose it has worked out: how did it begin?',
      'What speaks for it, what against, and which side is louder?',
    ],
    memories: ['Back to what you are planning: has a first step become clearer?'],
  },
  {
    pattern: phrase(
      'science|stars?|space|physics|universe|nature|sea|ocean|ships?|music|books?|movies?|films?',
    ),
    rank: 9,
    answers: [
      'I like where this is going. What fascinates you about it?',
      'There is a lot to discover in that. How did you come to it?',
      '{fact} And what draws you to it?',
    ],
  },
  {
    pattern: phrase('happy|glad|great|wonderful|excited|good news|proud|joy'),
    rank: 15,
    answers: [
      'How lovely! What made it happen?',
      'I am glad to hear that. How can you keep a little of it for tomorrow?',
      'Tell me the best part of it.',
    ],
  },
]
