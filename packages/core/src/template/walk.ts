import type { Expression, Node, Path } from './ast.ts'

/** Visits each node in the order of the source, a block before what is in it, unless `visit` says false to it. */
export function walk(nodes: readonly Node[], visit: (node: Node) => unknown): void {
  for (const node of nodes) {
    if (visit(node) === false) continue
    if (node.kind === 'if') for (const { body } of node.branches) walk(body, visit)
    if (node.kind === 'each' || node.kind === 'with') walk(node.body, visit)
    if ('otherwise' in node && node.otherwise) walk(node.otherwise, visit)
  }
}

/** The expressions that stand in a node itself, not in its body. */
export function expressionsOf(node: Node): readonly Expression[] {
  switch (node.kind) {
    case 'text':
    case 'comment':
      return []
    case 'if':
      return node.branches.map(({ test }) => test)
    case 'fragment':
      return node.args.map(({ value }) => value)
    default:
      return [node.value]
  }
}

/** An expression and all that it is made of. */
export function partsOf(expression: Expression): Expression[] {
  switch (expression.kind) {
    case 'list':
      return [expression, ...expression.items.flatMap(partsOf)]
    case 'call':
      return [expression, ...expression.args.flatMap(partsOf)]
    case 'unary':
      return [expression, ...partsOf(expression.value)]
    case 'binary':
      return [expression, ...partsOf(expression.left), ...partsOf(expression.right)]
    default:
      return [expression]
  }
}

export const pathsOf = (expression: Expression): Path[] =>
  partsOf(expression).filter((part) => part.kind === 'path')
