import type { PlainAnswers } from '../script.ts'

export const englishPlainAnswers: PlainAnswers = {
  unreachable: {
    usual:
      "I'm sorry, I can't answer you just now: I am an AI, and my language model can't be reached at the moment. Your message is kept and nothing is lost. Please try again in a minute.",
    inDistress:
      "I'm sorry that I can't answer you just now: I am an AI, and my language model can't be reached at the moment. Please don't stay alone with this. Call or write to someone you trust, and if anyone is in danger, your local emergency service. Your message is kept and nothing is lost; you can try again in a minute.",
  },
  refused: {
    usual:
      "I can't answer this the way it is put: I am an AI, and my language model has its limits. You did nothing wrong. Would you say it in other words, or tell me about another side of it?",
    inDistress:
      "Thank you for telling me. I am an AI and can't answer this the way it deserves; you did nothing wrong, but some things need a person. Please don't stay alone with this. Call or write to someone you trust, and if anyone is in danger, your local emergency service. And you can go on talking here, in other words.",
  },
}
