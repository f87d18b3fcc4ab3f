/** Between two answers of `answers.txt`, on a line of its own. */
const border = '%%%%\n'

/** Answers as models write them, and the kinds that GitHub's specification tells apart. */
export function answersIn(text: string): readonly string[] {
  return text.split(border).map((answer) => answer.replace(/\n$/u, ''))
}
