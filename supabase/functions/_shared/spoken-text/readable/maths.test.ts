import { describe, it } from 'node:test'
import { expect } from 'chai'
import { englishFormula } from './en/maths.ts'
import { russianFormula } from './ru/maths.ts'

/** Formulas as they are said, before their numbers are. */
const table: Record<string, [english: string, russian: string]> = {
  'x^2': ['x squared', 'икс в квадрате'],
  'x^{3} + y^{n-1}': [
    'x cubed plus y to the power of n minus 1',
    'икс в кубе плюс игрек в степени эн минус 1',
  ],
  '\\frac{a}{b}': ['a over b', 'а делить на бэ'],
  '\\frac12 + \\dfrac{3}{4}': ['1/2 plus 3/4', '1/2 плюс 3/4'],
  '\\frac{a+b}{2c}': ['a plus b, over 2 c', 'дробь: числитель а плюс бэ, знаменатель 2 цэ'],
  '\\sqrt{x}, \\sqrt[3]{8}, \\sqrt[n]{x}': [
    'the square root of x, the cube root of 8, the root of degree n of x',
    'корень из икс, кубический корень из 8, корень степени эн из икс',
  ],
  'a^2+b^2=c^2': [
    'a squared plus b squared equals c squared',
    'а в квадрате плюс бэ в квадрате равно цэ в квадрате',
  ],
  '(a+b)^2 \\le 4 \\times \\pi': [
    'a plus b, all squared is at most 4 times pi',
    'а плюс бэ, всё в квадрате меньше или равно 4 умножить на пи',
  ],
  '\\alpha \\neq \\varphi \\geqslant \\Omega': [
    'alpha is not equal to phi is at least capital omega',
    'альфа не равно фи больше или равно омега',
  ],
  'x_1 + x_{n}': ['x sub 1 plus x sub n', 'икс 1 плюс икс эн'],
  '\\sum_{i=1}^{n} i': ['the sum from i equals 1 to n of i', 'сумма от и равно 1 до эн от и'],
  '\\int_0^1 x \\, dx': ['the integral from 0 to 1 of x d x', 'интеграл от 0 до 1 от икс дэ икс'],
  '\\lim_{x \\to 0} \\sin x': [
    'the limit as x approaches 0 of sine x',
    'предел при икс стремится к 0 от синус икс',
  ],
  '\\log_{2} 8 \\cdot \\ln x': [
    'log base 2 of 8 times natural log x',
    'логарифм по основанию 2 от 8 умножить на натуральный логарифм икс',
  ],
  '\\{1,2\\}': ['1, 2', '1, 2'],
  '3.14, 1,000': ['3.14, 1,000', '3,14, 1,000'],
  '2x + 5m': ['2 ex plus 5 em', '2 икс плюс 5 эм'],
  '90^\\circ, 90^{\\circ}': ['90 degrees, 90 degrees', '90 градусов, 90 градусов'],
  "f'(x) = 5!": ['f prime x equals 5 factorial', 'эф штрих икс равно 5 факториал'],
  '\\text{if } x > 0': ['if x is greater than 0', 'if икс больше 0'],
  '\\left(\\mathbb{R}\\right)': ['R', 'эр'],
  '\\begin{cases} x \\\\ y \\end{cases}': ['x, y', 'икс, игрек'],
  '\\unknown{x} \\& \\;': ['x', 'икс'],
  '\\frac{a}{': ['a over', 'а делить на'],
  '\\': ['', ''],
  '': ['', ''],
}

describe('a formula', () => {
  it('is said in words, without a sign of LaTeX', () => {
    for (const [formula, [english, russian]] of Object.entries(table)) {
      expect(englishFormula(formula).trim(), formula).to.equal(english)
      expect(russianFormula(formula).trim(), formula).to.equal(russian)
    }
  })

  it('is read to its end, however deep or broken it is', () => {
    for (const seed of [
      '{',
      '}',
      '\\frac',
      '\\sqrt[',
      '^',
      '_{',
      '\\sum_',
      '(',
      '\\text{',
      '\\left',
    ]) {
      for (const said of [englishFormula, russianFormula]) {
        expect(said(seed.repeat(300))).not.to.match(/[\\{}^_]/u)
      }
    }
  })
})
