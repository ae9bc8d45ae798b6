import type { ContextSchema } from '@chappe/core/campaign/schema'

/** One variable of a context schema, for a table: `order.items[].price`. */
export interface SchemaRow {
  readonly path: string
  readonly type: string
  readonly required: boolean
  readonly example: string
}

type Node = Readonly<Record<string, unknown>>

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The leaves of a JSON Schema, in the order in which it names them. */
export function schemaRows(schema: ContextSchema): SchemaRow[] {
  const rows: SchemaRow[] = []
  const visit = (node: Node, path: string, required: boolean) => {
    if (isNode(node.properties)) {
      const needed = Array.isArray(node.required) ? node.required : []
      for (const [name, child] of Object.entries(node.properties)) {
        if (isNode(child)) visit(child, path === '' ? name : `${path}.${name}`, needed.includes(name))
      }
    } else if (isNode(node.items)) visit(node.items, `${path}[]`, required)
    else if (path !== '') rows.push({ path, type: typeOf(node), required, example: exampleOf(node) })
  }
  visit(schema, '', true)
  return rows
}

function typeOf(node: Node): string {
  const { type } = node
  if (Array.isArray(type)) return type.join(' | ')
  return typeof type === 'string' ? type : 'any'
}

function exampleOf({ examples, default: standard }: Node): string {
  const value = Array.isArray(examples) ? examples[0] : standard
  return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)
}

/** Reads what a person typed as a JSON object; the mistake in the words of the browser. */
export function readObject(
  text: string,
): { ok: true; value: Record<string, unknown> } | { ok: false; mistake: string } {
  try {
    const value: unknown = JSON.parse(text)
    return isNode(value) ? { ok: true, value } : { ok: false, mistake: '{ … }' }
  } catch (error) {
    return { ok: false, mistake: (error as Error).message }
  }
}
