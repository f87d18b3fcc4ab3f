export { characterAt } from './entities.ts'
export { formulaAt, formulasInWords, unmarkFormulas } from './formulas.ts'
export { directionLength } from './stage-directions.ts'
