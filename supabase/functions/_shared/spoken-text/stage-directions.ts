/** Longer than any direction. */
const longest = 800
/** How many words stand before the verb. */
const longestBeginning = 3

/** How a direction may begin that no emphasis does: what one does on a stage, in its forms. */
const english =
  /^(?:smil|grin|laugh|chuckl|giggl|nod|sigh|wink|blush|shrug|smirk|frown|gasp|gulp|sob|weep|winc|yawn|whisper|mutter|mumbl|murmur|glanc|gaz|hug|blink|squint|snort|scoff|shiver|trembl|inhal|exhal|purr|growl|kneel|pout|cackl|beam|lean|tilt|sniffl|clap|wav|hum)[a-z]{0,2}(?:s|ed|ing)$/u
/** Verbs with other uses, told by what follows them. */
const englishWithObject =
  /^(?:look|take|shake|roll|raise|clear|bite|scratch|rub|pat|turn|step|sit|stand|walk|reach|cross|hold|pull|push|touch|tap|place|put|stare|pause|fold|open|close|lower|lift|move|run|draw|give|point|bow|wrap|squeeze|stroke|drop|cover|press|think|smooth|adjust|cock)(?:s|es) (?:his|her|their|its|my|your|the|a|an|at|up|down|back|away|over|around|forward|closer|toward|towards|aside|into|off|out|for|slightly|gently|slowly|softly|quietly|thoughtfully)(?![\p{L}])/u
const russian =
  /^(?:улыб(?!к|оч)|усмех(?!$)|ухмыл|сме(?:ёт|ет|ю|я)|засмея|рассмея|хихик|хохоч|хохот(?!$)|кива|кивн|вздых|вздохн|подмиг|красне|покрасне|хмур|нахмур|пожима|пожал|пожав|шепч|прошепт|бормоч|пробормот|ахает|ахнул|охает|охнул|плач(?!$)|заплак|всхлип|морщ|поморщ|зева|зевн|обнима|обнял|обняв|машет|помаха|махну|наклон|склон|смотр(?!$)|посмотр|гляд|взгля(?!д)|задум(?!к)|молч|замолч|помолч|прищур|щур|качает|качая|покача|приподним|поднима|опуска|отводит|отвел|отвёл|отвора|отверн|повора|поверн|протяг|протян|прикрыва|откид|откин|касается|касаясь|косну|глад(?!к)|поглад|потира|почес|чешет|хлопа|напева|мурлы|рычит|вздраг|вздрог|дрожит|дрожа|облизы|закатыва|разводит|садится|присажив|встаёт|встает|подходит|подош|оглядыв|задержива|делает (?:глубокий|паузу|шаг|глоток|вдох|вид)|берёт|берет за|сидит|стоит|пауза)/u
/** What one is told to do is told aloud. */
const russianOrder = /^\p{L}*(?:йте|йтесь|ите|итесь|йся|[^л]ись|ть|ться|ти|тись|[аяеу]й)(?!\p{L})/u

const subject =
  /^(?:he|she|it|they|i|you|we|his|her|their|its|my|он|она|оно|они|я|ты|вы|мы|его|её|ее|их)$/u
const subjectBefore =
  /(?:^|[^\p{L}])(?:he|she|it|they|who|i|we|that|он|она|оно|они|кто|я|ты|вы|мы|котор\p{L}+) +$/iu
const adverb = /^(?:\p{L}{3,}ly|\p{L}{3,}[оеая]|с)$/u

type Boundary = 'line' | 'sentence' | 'clause' | 'word'

/**
 * How long the stage direction is that a text begins with, its marks included: `*smiles and nods*`,
 * which is shown, not read; 0 for none, as emphasis is read; undefined if it takes more text to tell.
 * A direction stands by itself, and where it does not, it begins with what one does on a stage.
 *
 * @param text - begins with one `*` or `_`
 * @param before - what is read of its line before it
 */
export function directionLength(text: string, before: string, isEnd: boolean): number | undefined {
  const mark = text[0] ?? ''
  if (!/[\p{L}«"“…]/u.test(text[1] ?? (isEnd ? '' : 'a')) || /[\p{L}\p{N}]$/u.test(before)) return 0
  const closing = closingMark(text, mark)
  const content = text.slice(1, closing === -1 ? longest : closing)
  const place = boundaryBefore(before)
  if (closing === -1) {
    const isOpen = !isEnd && text.length < longest && !content.includes('\n')
    return isOpen && mayBe(content, place) ? undefined : 0
  }
  const behind = text.slice(closing + 1)
  if (!isEnd && /^[ \t]*["«“(*_—–-]*$/u.test(behind) && behind.length < 8) return undefined
  if (/^[\p{L}\p{N}*_]/u.test(behind)) return 0
  return isDirection(content, { before, place, behind }) ? closing + 1 : 0
}

function isDirection(
  content: string,
  { before, place, behind }: { before: string; place: Boundary; behind: string },
): boolean {
  const isAlone = place === 'line' || place === 'sentence'
  const follows = boundaryBehind(behind)
  const isWord = !/\s/u.test(content)
  const isSmall = /^\p{Ll}/u.test(content)
  if (isStaged(content)) {
    if (isAlone) return isSmall || follows !== 'word' || !isWord
    if (place === 'word' && subjectBefore.test(before)) return false
    return place === 'clause' || follows === 'line' || follows === 'sentence' || !isWord
  }
  const isApart = follows === 'line' || follows === 'sentence'
  return isAlone && isApart && isSmall && !/[?!:]$/u.test(content)
}

/** Whether one may come of what has begun; the word at its end may not be whole. */
function mayBe(content: string, place: Boundary): boolean {
  const isAlone = place === 'line' || place === 'sentence'
  if (isAlone && /^\p{Ll}/u.test(content)) return true
  const whole = content.replace(/[^\s]*$/u, '')
  if (isStaged(whole)) return true
  const words = wordsOf(whole)
  const at = words.findIndex((word, index) => !mayStandBefore(word, index, whole))
  if (at === -1) return words.length < longestBeginning
  // As in “takes” and “I take”, of which the next word tells.
  const [last = ''] = words.slice(at)
  const isLast = at === words.length - 1 && at < longestBeginning
  return (
    isLast && [last, `${last}s`, `${last} глубокий`].some((verb) => isVerb(`${verb} the`, last))
  )
}

/** It begins with what one does on a stage, or with who does it, or how. */
function isStaged(content: string): boolean {
  const words = wordsOf(content)
  for (let at = 0; at < Math.min(longestBeginning, words.length); at += 1) {
    const [word = ''] = words.slice(at)
    if (isVerb(words.slice(at).join(' '), word)) return true
    if (!mayStandBefore(word, at, content)) return false
    if (word === 'i' && isOnes(words.slice(at + 1))) return true
  }
  return false
}

function isVerb(phrase: string, word: string): boolean {
  const isRussian = russian.test(phrase) && !russianOrder.test(word)
  return isRussian || english.test(word) || englishWithObject.test(phrase)
}

function mayStandBefore(word: string, at: number, content: string): boolean {
  const isName = at === 0 && /^\p{Lu}\p{Ll}+\s/u.test(content)
  return isName || subject.test(word) || adverb.test(word)
}

/** “I smile at you.” */
function isOnes([verb = '', ...rest]: readonly string[]): boolean {
  return isVerb([`${verb}s`, ...rest].join(' '), `${verb.replace(/e$/u, '')}s`)
}

function wordsOf(content: string): string[] {
  return content
    .slice(0, 128)
    .toLowerCase()
    .split(/[^\p{L}’'-]+/u)
    .filter(Boolean)
    .slice(0, 8)
}

/** Where the closing mark stands, behind a character; -1 for nowhere in this line. */
function closingMark(text: string, mark: string): number {
  for (let at = 2; at < text.length && at < longest && text[at] !== '\n'; at += 1) {
    if (text[at] !== mark) continue
    const run = text[at + 1] === mark ? 2 : 1
    if (run === 1 && /\S/u.test(text[at - 1] ?? '')) return at
    at += run - 1
  }
  return -1
}

function boundaryBefore(before: string): Boundary {
  const last = before.trimEnd().replace(/["»”’')]+$/u, '')
  if (last === '') return 'line'
  if (/[.!?…]$|\p{Extended_Pictographic}\uFE0F?$/u.test(last)) return 'sentence'
  return /[,;:–—]$/u.test(last) ? 'clause' : 'word'
}

function boundaryBehind(behind: string): Boundary {
  if (/^[ \t]*(?:[\r\n]|$)/u.test(behind)) return 'line'
  if (/^[ \t]+(?:[*_"«“(—–-]*[\p{Lu}\p{N}]|[*_"«“(—–]|\p{Extended_Pictographic})/u.test(behind))
    return 'sentence'
  return /^[ \t]*[,;:.!?…]/u.test(behind) ? 'clause' : 'word'
}
