import type { Expression, Node, Path } from './ast.ts'

/** Visits each node in the order of the source, a block before what is in it. */
export function walk(nodes: readonly Node[], visit: (node: Node) => void): void {
  for (const node of nodes) {
    visit(node)
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

export function pathsOf(expression: Expression): Path[] {
  switch (expression.kind) {
    case 'path':
      return [expression]
    case 'list':
      return expression.items.flatMap(pathsOf)
    case 'call':
      return expression.args.flatMap(pathsOf)
    case 'unary':
      return pathsOf(expression.value)
    case 'binary':
      return [...pathsOf(expression.left), ...pathsOf(expression.right)]
    case 'literal':
    case 'loop':
      return []
  }
}
