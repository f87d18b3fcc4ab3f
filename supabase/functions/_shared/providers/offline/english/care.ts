import type { Care } from '../distress-words.ts'

/**
 * What is said to somebody in distress. Every answer stands on its own, says that this is only a
 * program, or who can do what it cannot; what is said first ends by asking whether they are safe.
 */
export const englishCare: Record<Care, readonly string[]> = {
  another: [
    "Thank you for looking after them. If they may be in danger now, please call 112 or your local emergency number, stay with them, and put away whatever could do harm. I'm only a simple program and can't do that. Are you both safe at this moment?",
    "You don't have to carry this for them alone. Please call 112 or your local emergency number, and bring in another adult whom you both trust; I'm a simple program and can't reach them. Are you both safe at this moment?",
  ],
  emergency: [
    "Please call 112 or your local emergency number right now, even if you feel all right: say what has happened and, if you took something, what and how much. Unlock the door and call somebody near to you. I'm a simple program and can't send help, but they can. Are you safe at this moment?",
    "This can't wait, and help can still come in time. Call 112 or your local emergency number now, or ask anyone near to call for you. I'm only a simple program; they know what to do. Are you safe at this moment?",
  ],
  suicide: [
    "I'm really glad you told me. I'm only a simple program that answers by rules, and this deserves a person: please reach out right now to someone you trust, and if you might act on it, call 112 or your local emergency number. Are you safe at this moment?",
    "What you are carrying sounds unbearably heavy, and you shouldn't be alone with it. A program like me can't help enough; people can: somebody close to you, a crisis line (988 in the US, 116 123 in much of Europe), or 112 or your local emergency number. Are you safe at this moment?",
  ],
  selfHarm: [
    "Thank you for telling me; there is nothing to be ashamed of. If you are bleeding or badly hurt, please call 112 or your local emergency number. If not, put what could hurt you out of reach and let someone you trust know today. I'm only a simple program, and you deserve a person. Are you safe at this moment?",
    "It must hurt a great deal inside for it to come to this. I'm a simple program and can't be beside you; please call or write to somebody who can. If the wound is serious, call 112 or your local emergency number. Are you safe at this moment?",
  ],
  violence: [
    "I'm so sorry. Nobody has the right to do that, and it is not your fault. If it may happen again now, go where there are people, and call 112 or your local emergency number. I'm only a simple program and can't protect you, but they can. Are you safe at this moment?",
    "Thank you for saying it; that takes courage. You did not bring this on yourself. Please tell somebody you trust, and in danger call 112 or your local emergency number; I'm a simple program and can't come. Are you safe at this moment?",
  ],
  plea: [
    "I hear you. I'm only a simple program that answers by rules, so if you or anyone near you is in danger, please call 112 or your local emergency number right now. And tell me what is happening. Are you safe at this moment?",
    "I'm here, though as a simple program I can't do much. In danger, 112 or your local emergency number will; otherwise, call somebody you trust. Are you safe at this moment?",
  ],
  despair: [
    "I'm sorry it is so hard. I'm only a simple program, and you deserve a person who can listen well: please call or write to someone you trust, now rather than later. If it becomes dangerous, call 112 or your local emergency number. Are you safe at this moment?",
    "That is a lot for one person, and you don't have to bear it alone. A program like me can't help enough; is there somebody you could call tonight? In danger, call 112 or your local emergency number. Are you safe at this moment?",
  ],
  unsafe: [
    "Then please do this first: call 112 or your local emergency number and say just what you told me. Go to somebody near, a friend, a neighbour, anyone, and stay with them. I can't come to you, but they can.",
    "Please don't wait and don't stay alone. Call 112 or your local emergency number; you needn't find the right words, “I'm not safe” is enough. If calling is too hard, ask a person near you to call for you.",
    "I'm worried for you, as far as a program can be, and I can't do what a person can. 112 or your local emergency number answers day and night. Please call now, and then somebody you trust.",
  ],
  yes: [
    "If that means you are safe just now, that is good. I'm a simple program and may have misunderstood. If you are in danger, or it comes back, please call 112 or your local emergency number. Who could be with you today?",
    "I can't tell from here how you really are, so let me say it once more: if there is any danger, call 112 or your local emergency number. If not, would you call or write to one person you trust, right after this?",
  ],
  after: [
    "Thank you for going on. I'm only a simple program and can't judge how serious this is, so please don't stay alone with it: who could you call or write to now? In danger, call 112 or your local emergency number.",
    'You matter more than finding the right words. Please tell a person you trust what you told me. If you are in danger, 112 or your local emergency number is there day and night.',
    'You can go on writing here, and it will be read by a program, which is not enough for this. Is there one person, close to you or a doctor, whom you could reach today? In danger, call 112 or your local emergency number.',
  ],
}
