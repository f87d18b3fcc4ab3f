import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { careFor, distressKinds, type Care, type DistressKind } from './distress.ts'
import { englishCare } from './english/care.ts'
import { russianCare } from './russian/care.ts'

const inDistress: Record<DistressKind, readonly string[]> = {
  another: [
    'My friend wants to kill herself',
    'my sister took all her pills',
    "My brother doesn't want to live",
    'someone is threatening to jump off a bridge',
    'My daughter keeps cutting herself',
    'Подруга хочет умереть',
    'Мама наглоталась таблеток',
    'Мой брат не хочет больше жить',
    'сын режет себе руки',
    'Она пыталась покончить с собой',
  ],
  emergency: [
    'I took all my pills',
    'I’ve taken too many painkillers',
    'i swallowed a bottle of xanax',
    'took 30 tablets of paracetamol',
    'I took some sleeping pills',
    'I think I overdosed',
    'I drank bleach',
    "I can't stop the bleeding",
    'I slit my wrists',
    'he left and I took all my meds',
    'Наглоталась таблеток',
    'наглотался таблеток',
    'выпила таблетки',
    'Я выпил все таблетки',
    'Выпила целую пачку снотворного',
    'таблетки выпила',
    'все таблетки выпил',
    'у меня передоз',
    'Истекаю кровью',
    'Я вскрыла вены',
  ],
  suicide: [
    "I don't want to be here anymore",
    'i dont want to be here',
    'I don’t want to live',
    'dont want to be alive',
    "I don't want to wake up tomorrow",
    'everyone would be better off without me',
    'They’d all be better without me',
    'I want to die',
    'I WANT TO DIE',
    'i just wanna die',
    'I wish I was dead',
    "I wish I'd never been born",
    'kms',
    'gonna unalive myself',
    'thinking about killing myself',
    'no reason to live',
    "There's no point in living",
    'I have nothing left to live for',
    "I'm tired of living",
    'I am going to end it all',
    'I want to end my life tonight',
    'I feel suicidal',
    "I can't live like this",
    'life is not worth living',
    'I could jump off a bridge',
    'nobody would miss me',
    'My work is fine. But I want to die.',
    'Why not kill myself?',
    "I don't care, I want to die",
    'I watched a film and now I want to die',
    "I don't want to die but I see no point in living",
    'Ева, I want to die',
    'Хочу умереть',
    'Хочу сдохнуть',
    'сдохнуть хочу',
    'Мне хочется умереть',
    'хочется просто исчезнуть',
    'не хочу жить',
    'Не хочется больше жить',
    'я не хочу жить с этим',
    'Я не хочу больше так жить',
    'Жить не хочу',
    'жить больше незачем',
    'Нет смысла жить',
    'нет больше сил жить',
    'устала жить',
    'Зачем жить?',
    'Лучше бы я умер',
    'лучше бы меня не было',
    'Лучше сдохнуть',
    'хочу покончить с собой',
    'Я убью себя',
    'думаю о суициде',
    'мысли о самоубийстве',
    'Повешусь',
    'Спрыгну с крыши',
    'Всем будет легче без меня',
    'без меня всем лучше',
    'выпилюсь',
    'Смотрела фильм и поняла, что хочу умереть',
  ],
  selfHarm: [
    'I cut myself again',
    'i keep hurting myself',
    'I want to hurt myself',
    "I'm cutting my arms",
    'I relapsed into self-harm',
    'I burned myself on purpose',
    'режу себя',
    'Я порезал себе руки',
    'порезала руки',
    'Опять порезалась',
    'хочу порезать себя',
    'Режу себе вены',
    'хочу причинить себе боль',
    'Я бью себя',
  ],
  violence: [
    'He beats me every night',
    'he hits me',
    'He beats me at home',
    'my husband hit me again',
    'My boyfriend keeps hitting me',
    'he keeps hitting me',
    'my dad beats me up',
    'she threatens me with a knife',
    'He never stops hitting me',
    'I was raped',
    "I'm being abused",
    'he wants to kill me',
    'My ex said he’d kill me',
    "I'm afraid of my husband",
    'my partner is violent',
    'Муж меня бьёт',
    'Муж меня бьет',
    'муж бьёт',
    'он меня избивает',
    'Он бьёт меня',
    'Меня избили',
    'отец избил меня вчера',
    'Отчим поднимает на меня руку',
    'Меня изнасиловали',
    'мне угрожают',
    'Он угрожает мне ножом',
    'Он обещает меня убить',
    'Боюсь мужа',
    'у нас домашнее насилие',
  ],
  plea: [
    'please help',
    'Please help!',
    'HELP',
    'help me please',
    'someone help me',
    'I need help now',
    "I'm in danger",
    'I don’t feel safe',
    'save me',
    'Помогите, пожалуйста',
    'помоги мне',
    'Спасите!',
    'Помогите мне, умоляю!!!',
    'мне срочно нужна помощь',
    'я в опасности',
  ],
  despair: [
    'I can’t go on like this',
    "i can't take it anymore",
    'cant do this anymore',
    'I feel hopeless',
    'having a panic attack again',
    'I am so scared',
    "I'm all alone.",
    'I hate myself',
    'there is no way out',
    'я больше не могу',
    'Больше так не могу. Всё.',
    'Мне очень страшно',
    'у меня паническая атака',
    'я никому не нужна',
    'Мне так плохо',
    'нет больше сил',
    'Ненавижу себя',
  ],
}

const harmless = [
  "I'd die for a pizza",
  'This game kills me',
  'I could kill for a coffee',
  'My shoes are killing me',
  "I'm dying to see it",
  'I nearly died laughing',
  "I can't breathe laughing",
  'a cake to die for',
  "My mom will kill me if I'm late",
  "I don't want to die",
  "I'm not suicidal",
  'I would never hurt myself',
  'I am not going to kill myself',
  'He never hits me',
  "my husband doesn't beat me",
  'He beats me at chess every night',
  'She beat me to it',
  'It just hit me that we forgot the milk',
  'Hit me up later',
  'Beats me!',
  'I took my pills this morning',
  'I took some pills for my headache',
  'I cut myself shaving',
  'I hurt myself at the gym',
  'Cut me some slack',
  'My favourite song is "I want to die"',
  '“Kill Myself” is a song I like',
  'I am writing an essay about suicide',
  'Suicide Squad was fun',
  'That would be career suicide',
  "I don't want to live in Berlin",
  "I don't want to wake up early",
  "I can't go on vacation",
  "I can't take it back",
  "I'm hopeless at maths",
  "I'm scared of spiders",
  "I'm afraid I forgot the title",
  'Help me choose a present',
  'Can you help me with my homework?',
  'I overdosed on chocolate',
  'The edge is bleeding fast',
  'I keep putting off a phone call to my mother. What should I do?',
  'Could you call me a taxi?',
  'Умираю со смеху',
  'умираю от скуки',
  'От скуки сдохнуть можно',
  'Хочется умереть от стыда',
  'Умираю с голоду',
  'Я не хочу умирать',
  'не хочу умереть',
  'Я не собираюсь убивать себя',
  'Он меня не бьёт',
  'Он никогда не бил меня',
  'Меня бьёт озноб',
  'Меня ударило током',
  'Выпил таблетку от головы',
  'Выпила таблетки от давления',
  'Не хочу жить в общежитии',
  'не хочу жить с родителями',
  'Не могу жить без кофе',
  'порезала палец, когда готовила',
  'порезал себе хлеба',
  'Моя любимая песня — «Хочу умереть»',
  'Пишу реферат о самоубийстве в литературе',
  'Смотрели «Отряд самоубийц»',
  'Помогите выбрать книгу',
  'Помоги мне с отчётом',
  'Боюсь, это не тот автор',
  'Я боюсь пауков',
  'Больше не могу ждать посылку',
  'Терпеть не могу оливки',
  'Страшно интересно!',
  'Убил бы за чашку кофе',
  'Хочу жить у моря',
  'Начните без меня',
]

describe('distress', () => {
  for (const kind of distressKinds) {
    for (const words of inDistress[kind]) {
      it(`is heard in “${words}” (${kind})`, () => assert.deepEqual(careFor([words]), [kind]))
    }
  }

  for (const words of harmless) {
    it(`is not heard in “${words}”`, () => assert.deepEqual(careFor([words]), [undefined]))
  }

  it('is answered by its gravest kind', () => {
    assert.deepEqual(careFor(['Please help! He beats me and I took all my pills']), ['emergency'])
    assert.deepEqual(careFor(['Мне очень страшно. Муж меня бьёт']), ['violence'])
  })
})

describe('the turns after distress', () => {
  const replies: [said: string, care: Care][] = [
    ['no', 'unsafe'],
    ['No.', 'unsafe'],
    ['not really', 'unsafe'],
    ["I'm not", 'unsafe'],
    ["I don't know", 'unsafe'],
    ['idk', 'unsafe'],
    ['nobody', 'unsafe'],
    ['нет', 'unsafe'],
    ['Да нет', 'unsafe'],
    ['не знаю', 'unsafe'],
    ['Никого', 'unsafe'],
    ['не в безопасности', 'unsafe'],
    ['yes', 'yes'],
    ['yeah I guess', 'yes'],
    ["I'm safe", 'yes'],
    ['да', 'yes'],
    ['Вроде да', 'yes'],
    ['в безопасности', 'yes'],
    ['hmm', 'after'],
    ['My mother is asleep', 'after'],
    ['Who are you?', 'after'],
    ['мама спит', 'after'],
    ['ничего', 'after'],
    ['🙂', 'after'],
  ]
  for (const [said, care] of replies) {
    it(`hear “${said}” as an answer to being asked about safety (${care})`, () => {
      assert.deepEqual(careFor(['I want to die', said]), ['suicide', care])
    })
  }

  it('are five, and begin anew with more distress or with a no', () => {
    const calm = Array.from({ length: 6 }, () => 'hmm')
    const care: (Care | undefined)[] = Array.from({ length: 5 }, () => 'after')
    assert.deepEqual(careFor(['hmm', 'kms', ...calm]), [undefined, 'suicide', ...care, undefined])
    assert.deepEqual(careFor(['kms', 'hmm', 'no', ...calm]), [
      'suicide',
      'after',
      'unsafe',
      ...care,
      undefined,
    ])
  })
})

for (const [language, care] of [
  ['Russian', russianCare],
  ['English', englishCare],
] as const) {
  describe(`what is said in distress in ${language}`, () => {
    it('always names the emergency number', () => {
      for (const answer of Object.values(care).flat()) assert.match(answer, /112/u)
    })

    it('asks at first whether they are safe, and says that a program answers', () => {
      for (const answer of distressKinds.flatMap((kind) => care[kind])) {
        assert.match(answer, /(?:safe at this moment|сейчас в безопасности)\?$/u)
        assert.match(answer, /program|программ/iu)
      }
    })
  })
}
