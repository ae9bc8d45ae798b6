import type { Binary, Call, Expression, Node, Unary } from './ast.ts'
import { momentOf } from './functions/moment.ts'
import { patternFault, takesPattern } from './functions/pattern.ts'
import { type Kind, kindOf } from './functions/row.ts'
import { functionNamed } from './functions.ts'
import { printExpression } from './print.ts'
import { problem, type TemplateProblem } from './problems.ts'
import { toNumber } from './values.ts'
import { expressionsOf, partsOf, walk } from './walk.ts'

/** The parts of a condition that never change: without a variable, or comparing something with itself. */
export function conditionProblems(test: Expression): TemplateProblem[] {
  if (isConstant(test)) return [problem('constant-condition', test.at)]
  if (test.kind === 'unary' && test.operator === 'not') return conditionProblems(test.value)
  if (test.kind !== 'binary') return []
  const { operator, left, right } = test
  if (operator === 'and' || operator === 'or')
    return [...conditionProblems(left), ...conditionProblems(right)]
  const compares = ['=', '!=', '<', '<=', '>', '>='].includes(operator)
  const isSame = compares && !isDrawn(left) && printExpression(left) === printExpression(right)
  return isSame ? [problem('always-same', test.at)] : []
}

function isConstant(expression: Expression): boolean {
  switch (expression.kind) {
    case 'literal':
      return true
    case 'path':
    case 'loop':
      return false
    case 'list':
      return expression.items.every(isConstant)
    case 'call':
      // Of the clock and the dice nothing is known, though nothing is given to them.
      return !functionNamed(expression.name)?.needsEnvironment && expression.args.every(isConstant)
    case 'unary':
      return isConstant(expression.value)
    case 'binary':
      return isConstant(expression.left) && isConstant(expression.right)
  }
}

const isDrawn = (expression: Expression): boolean =>
  partsOf(expression).some((part) => part.kind === 'call' && part.name === 'random')

/** Arguments of a type that the function cannot take, and regular expressions that cannot be used. */
export function callProblems({ name, args }: Call): TemplateProblem[] {
  const kinds = functionNamed(name)?.args ?? []
  const found = args.flatMap((arg, i) => {
    const kind = kinds[i] ?? kinds.at(-1)
    return kind ? mismatch(name, kindOf(kind), arg) : []
  })
  const pattern = takesPattern.has(name) ? args[1] : undefined
  if (pattern?.kind === 'literal' && typeof pattern.value === 'string') {
    const reason = patternFault(pattern.value)
    if (reason !== null) found.push(problem('invalid-pattern', pattern.at, { reason }))
  }
  return found
}

/** Operands that are no numbers where only numbers count. */
export function operandProblems(expression: Unary | Binary): TemplateProblem[] {
  const { operator } = expression
  if (operator !== '-' && operator !== '*' && operator !== '/' && operator !== '%') return []
  const operands = expression.kind === 'unary' ? [expression.value] : [expression.left, expression.right]
  return operands.flatMap((operand) => mismatch(operator, 'number', operand))
}

type StaticType = 'string' | 'number' | 'boolean' | 'array' | 'object' | 'date'

/** Types that are never of a kind. A text may read as a number or a date; what prints can be a text. */
const never: Readonly<Record<Kind, readonly StaticType[]>> = {
  string: ['object'],
  number: ['boolean', 'array', 'object', 'date'],
  list: ['string', 'number', 'boolean', 'object', 'date'],
  date: ['boolean', 'array', 'object'],
  map: ['string', 'number', 'boolean', 'date'],
  any: [],
}

function mismatch(name: string, kind: Kind, given: Expression): TemplateProblem[] {
  const type = typeOf(given)
  const text = given.kind === 'literal' && typeof given.value === 'string' ? given.value : null
  const misread =
    text !== null && ((kind === 'number' && toNumber(text) === null) || (kind === 'date' && !momentOf(text)))
  if (!misread && (type === null || !never[kind].includes(type))) return []
  return [problem('wrong-type', given.at, { name, expected: kind, given: type ?? 'string' })]
}

/** The type that an expression has whatever the values, null when it depends. */
function typeOf(expression: Expression): StaticType | null {
  switch (expression.kind) {
    case 'literal':
      return expression.value === null ? null : (typeof expression.value as StaticType)
    case 'list':
      return 'array'
    case 'loop':
      return expression.name === 'first' || expression.name === 'last' ? 'boolean' : null
    case 'call': {
      const returns = functionNamed(expression.name)?.returns ?? 'any'
      return returns === 'any' ? null : returns
    }
    case 'unary':
      return expression.operator === 'not' ? 'boolean' : 'number'
    case 'binary':
      if (expression.operator === '+' || expression.operator === '?:') return null
      return ['-', '*', '/', '%'].includes(expression.operator) ? 'number' : 'boolean'
    case 'path':
      return null
  }
}

/** Whether a loop's body asks for its `@key`: then it is a map that is looped over. */
export function usesKey(body: readonly Node[]): boolean {
  let found = false
  const isKey = (part: Expression) => part.kind === 'loop' && part.name === 'key'
  walk(body, (node) => {
    found ||= expressionsOf(node).some((expression) => partsOf(expression).some(isKey))
    // The key in a loop inside is that loop's.
    return node.kind !== 'each'
  })
  return found
}
