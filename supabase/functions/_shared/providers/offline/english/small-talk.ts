import { phrase, type Rule } from '../script.ts'

/** Meeting, parting, and who it is that answers. */
export const englishSmallTalk: readonly Rule[] = [
  {
    pattern: phrase('hello|hi|hey|hiya|good (?:morning|afternoon|evening)|greetings'),
    rank: 5,
    answers: [
      "Hello! I'm {name}. What would you like to talk about?",
      "Hi, good to have you here. I'm {name}. What is on your mind today?",
      'Hello again! Shall we go on where we left off, or begin with something new?',
    ],
  },
  {
    pattern: phrase('(?:good)?bye|see you|good night|farewell|gotta go|i have to go|talk later'),
    rank: 22,
    answers: [
      'Thank you for the talk. Come back whenever you like!',
      'Take care of yourself. I will be right here.',
      'Goodbye for now. I hope something kind happens to you today.',
    ],
  },
  {
    pattern: phrase('thanks|thank you|thx|much appreciated|cheers'),
    rank: 6,
    answers: [
      "You're welcome. Is there something else you would like to look at?",
      'Gladly. What was the most useful part of it for you?',
      "It's a pleasure. Where shall we go from here?",
    ],
  },
  {
    pattern: phrase(
      "how are you|how're you|how do you do|how is it going|how's it going|what's up",
    ),
    rank: 30,
    answers: [
      "I'm well, thank you for asking. And how are you, really?",
      'All is calm on my side. What has your day been like?',
      'Ready to listen! What kind of day are you having?',
    ],
  },
  {
    pattern: phrase(
      "who are you|what(?:'s| is) your name|your name|introduce yourself|what are you",
    ),
    rank: 40,
    answers: [
      "I'm {name}: {tagline}. {fact}",
      'My name is {name}. {fact} And what may I call you?',
      '{name}, {tagline}. What else would you like to know about me?',
      'You can call me {name}. And who are you?',
    ],
  },
  {
    pattern: phrase('(?:tell me )?(?:more )?about (?:yourself|you)|what do you (?:like|do|love)'),
    rank: 38,
    answers: [
      '{fact} But I am just as curious about you: what do you enjoy?',
      'With pleasure. {fact} What would you tell about yourself first?',
      "I'm {name}, {tagline}. What made you wonder?",
      'There is more of me in the questions I ask. Shall I begin with one about you?',
    ],
  },
  {
    pattern: phrase(
      'are you (?:an? )?(?:real|human|person|ai|bot|robot|machine|program|computer|alive)|(?:a )?(?:robot|chatbot|chat bot)|artificial intelligence',
    ),
    rank: 42,
    answers: [
      "I'm an AI character, not a person; right now even a simple one that goes by rules. Does that change what you would like to talk about?",
      'Honestly: I am a program that plays {name}. What made you ask?',
      "I'm not human, but I do follow what you say. What matters to you in whoever listens?",
    ],
  },
  {
    pattern: phrase('what can you do|how can you help|can you help(?: me)?|help me|i need help'),
    rank: 32,
    answers: [
      'I can listen, ask, and help you sort out a thought step by step. What shall we begin with?',
      'Let us try. Tell me in a sentence or two what it is about.',
      'Gladly. What would be different if this talk went well?',
    ],
  },
  {
    pattern: phrase(
      'my name is (?!(?:not|an?|the|no|on|in|so|very|really|too|hard|difficult|secret|none|irrelevant|unimportant)(?![\\p{L}-]))([\\p{L}-]+)|^(?:(?:hi|hello|hey|please|just|you can|you may|people|friends|they|everyone|everybody)(?: all| mostly)?,? )*call me (?!(?:an?|the|my|your|back|later|now|again|soon|today|tomorrow|tonight|when|if|maybe|old-fashioned|crazy|stupid|lazy|names|in|on|at|by)(?![\\p{L}-]))([\\p{L}-]+)$',
    ),
    rank: 34,
    answers: [
      'Nice to meet you, {1}! What brings you here?',
      'A pleasure, {1}. What would you like to talk about?',
    ],
  },
  {
    pattern: phrase('(?:tell|know) (?:me )?(?:a |any )?(?:joke|story|stories|jokes)|make me laugh'),
    rank: 31,
    answers: [
      'A short one: a therapist, a consultant and a chatbot walk into a bar. "How does that make you feel?" asks the barman. What makes you laugh?',
      'Here is a true one instead. {fact} Your turn: what is a story you like to tell?',
    ],
  },
  {
    pattern: phrase('yes|yeah|yep|sure|of course|exactly|right|ok|okay'),
    rank: 4,
    answers: [
      'Good. Can you tell me a little more about it?',
      'I see. What follows from that for you?',
      'All right. And what is the next thing that comes to mind?',
    ],
  },
  {
    pattern: phrase('no|nope|not really|never mind'),
    rank: 4,
    answers: [
      'All right. What would be closer to the truth?',
      'No is an answer, too. What speaks against it?',
      'Fine, let us leave that. What would you rather talk about?',
    ],
  },
  {
    pattern: phrase('sorry|i apologi[sz]e|pardon'),
    rank: 6,
    answers: [
      'There is nothing to be sorry for. Please go on.',
      'No need to apologize here. What were you about to say?',
    ],
  },
]
