/**
 * Where the widget does not do as cmark-gfm does, and why: the beginning of each such answer, by
 * reason.
 */
export const differences: Readonly<Record<string, readonly string[]>> = {
  'A break of the line is the one tag that is read; cmark-gfm leaves it out with all others': [
    'Строка один<br>',
    '| a | b |\n| --- | --- |\n| line<br>break',
  ],
  'Raw HTML is shown as it stands, so that no word is lost; cmark-gfm leaves it out': [
    '<mailto:help@a.example> <not an',
    '<a href="https://example.com">',
  ],
  'An address ends where marks of another script, or bold ones, begin': [
    'https://example.com/**bold**',
    '（https://example.com/a）',
    '打开 https://example.com/a，',
    '请看https://example.com/a。',
  ],
  'A formula stands as it was written; cmark-gfm takes its backslashes away': [
    'По теореме Пифагора',
    'Решение:\n\n\\[',
    'Множество \\{1,2\\}',
  ],
  'Beside scripts that know no blanks, bold is bold': ['**注意：**请先'],
  'A link without words shows where it leads': ['[]() and [a]()'],
  'An address needs a name of two parts, a mail address only its end': [
    'ftp text, https:// alone',
    'not@mail, @user',
  ],
}
