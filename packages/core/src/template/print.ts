import type { Ast, BinaryOperator, Expression, FragmentRef, Node, Path } from './ast.ts'
import { isPlainName } from './lex.ts'
import { isKeyword } from './names.ts'

const binding: Readonly<Record<BinaryOperator, number>> = {
  '?:': 0,
  or: 1,
  and: 2,
  '=': 4,
  '!=': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
}
const notBinding = 3
const minusBinding = 7

/** The source of a template in its canonical spelling. Parsing it gives the same tree. */
export const print = ({ nodes }: Ast): string => nodes.map(printNode).join('')

function printNode(node: Node): string {
  switch (node.kind) {
    case 'text':
      return node.value
    case 'comment':
      return node.dashed ? `{{!--${node.value}--}}` : `{{!${node.value}}}`
    case 'output': {
      const value = printExpression(node.value)
      if (node.form === 'raw') return `{{{ ${value} }}}`
      return node.form === 'escaped' ? `{{ ${value} }}` : `{%= ${value} %}`
    }
    case 'let':
      return `{% let ${printName(node.name)} = ${printExpression(node.value)} %}`
    case 'fragment':
      return printFragment(node)
  }
  const [open, close] = node.style === '{{' ? ['{{', '}}'] : ['{%', '%}']
  const otherwise = node.otherwise ? `${open}else${close}${print({ nodes: node.otherwise })}` : ''
  if (node.kind !== 'if') {
    const names = [node.alias, node.indexAlias].filter((name) => name !== null).map(printName)
    const as = names.length > 0 ? ` as |${names.join(' ')}|` : ''
    const head = `${open}#${node.kind} ${printExpression(node.value)}${as}${close}`
    return `${head}${print({ nodes: node.body })}${otherwise}${open}/${node.kind}${close}`
  }
  const tag = node.branches[0]!.negated ? 'unless' : 'if'
  const branches = node.branches.map(({ test, body }, i) => {
    const head = i === 0 ? `#${tag}` : 'else if'
    return `${open}${head} ${printExpression(test)}${close}${print({ nodes: body })}`
  })
  return `${branches.join('')}${otherwise}${open}/${tag}${close}`
}

function printFragment({ id, name, mode, args }: FragmentRef): string {
  const labels = Object.entries({ id, name, mode }).filter((entry) => entry[1] !== null)
  const words = labels.map(([label, value]) => `${label}=${printLiteral(value)}`)
  const fields = args.map((arg) => `${printWord(arg.name)}=${printExpression(arg.value)}`)
  return `{{ fragment ${[...words, ...fields].join(' ')} }}`
}

/** `least` is how tightly the place asks its expression to hold together; looser ones get parentheses. */
export function printExpression(expression: Expression, least = 0): string {
  switch (expression.kind) {
    case 'literal':
      return printLiteral(expression.value)
    case 'list':
      return `[${expression.items.map((item) => printExpression(item)).join(', ')}]`
    case 'path':
      return printPath(expression)
    case 'loop':
      return `@${expression.name}`
    case 'call':
      return `${expression.name}(${expression.args.map((arg) => printExpression(arg)).join(', ')})`
    case 'unary': {
      const own = expression.operator === '-' ? minusBinding : notBinding
      const sign = expression.operator === '-' ? '-' : 'not '
      return parenthesized(own < least, sign + printExpression(expression.value, own))
    }
    case 'binary': {
      const { operator, left, right } = expression
      const own = binding[operator]
      // `?:` groups to the right, all others to the left.
      const [leftLeast, rightLeast] = operator === '?:' ? [own + 1, own] : [own, own + 1]
      const text = `${printExpression(left, leftLeast)} ${operator} ${printExpression(right, rightLeast)}`
      return parenthesized(own < least, text)
    }
  }
}

function printPath({ root, rest, up }: Path): string {
  const segment = (key: string | number) => (typeof key === 'number' ? `[${key}]` : `.${printName(key)}`)
  if (!up) return printWord(root) + rest.map(segment).join('')
  const outward = '../'.repeat(up)
  const [first, ...others] = rest
  if (typeof first !== 'string') return `${outward}this${rest.map(segment).join('')}`
  return `${outward}${first === 'this' ? '`this`' : printName(first)}${others.map(segment).join('')}`
}

const printName = (name: string): string => (isPlainName(name) ? name : `\`${name}\``)
/** `and`, `or` and the other keywords need their backticks where they could be read as such. */
const printWord = (name: string): string => (isKeyword(name) ? `\`${name}\`` : printName(name))
const parenthesized = (needed: boolean, text: string): string => (needed ? `(${text})` : text)

function printLiteral(value: string | number | boolean | null): string {
  if (typeof value === 'number') return value.toFixed(15).replace(/\.?0+$/, '')
  if (typeof value !== 'string') return String(value)
  return printText(value)
}

export const printText = (value: string): string =>
  `"${value.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r')}"`
