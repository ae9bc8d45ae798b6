import { mergeVariables, type Variable } from './variables.ts'

type TypeName = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object' | 'null'

/** The part of JSON Schema (draft 2020-12) that we infer and read. */
export interface ValueSchema {
  readonly type?: TypeName | readonly TypeName[]
  readonly properties?: Readonly<Record<string, ValueSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean
  readonly items?: ValueSchema
  readonly format?: string
  readonly anyOf?: readonly ValueSchema[]
  readonly enum?: readonly unknown[]
}

/** A printed value may be any of these: nothing in the template tells them apart. */
export const anyScalar: readonly TypeName[] = ['string', 'number', 'boolean']

/** An instant, or a day when that is all there is to say (RFC 3339). */
const dateSchema: ValueSchema = {
  type: 'string',
  anyOf: [
    { type: 'string', format: 'date-time' },
    { type: 'string', format: 'date' },
  ],
}

interface Branch {
  variable: Variable | null
  readonly fields: Map<string, Branch>
  item: Branch | null
}

/** What `context` must hold for the message to be complete. Values that are not used are allowed. */
export const contextSchema = (variables: readonly Variable[]): ValueSchema =>
  namespaceSchema(variables, 'context')

export function namespaceSchema(
  variables: readonly Variable[],
  namespace: Variable['namespace'],
): ValueSchema {
  const root = newBranch()
  for (const variable of mergeVariables(variables)) {
    // `context[0]` has no place in an object: it never has a value.
    if (variable.namespace === namespace && typeof variable.path[0] === 'string') plant(root, variable)
  }
  return objectSchema(root)
}

const newBranch = (): Branch => ({ variable: null, fields: new Map(), item: null })

function plant(root: Branch, variable: Variable): void {
  let branch = root
  for (const key of variable.path) {
    let next = typeof key === 'number' ? branch.item : branch.fields.get(key)
    if (!next) {
      next = newBranch()
      if (typeof key === 'number') branch.item = next
      else branch.fields.set(key, next)
    }
    branch = next
  }
  branch.variable = variable
}

function schemaOf(branch: Branch): ValueSchema {
  if (branch.fields.size > 0) return objectSchema(branch)
  if (branch.item) return { type: 'array', items: schemaOf(branch.item) }
  const type = branch.variable?.type
  if (type === 'array') return { type }
  if (type === 'object') return { type, additionalProperties: true }
  if (type === 'date') return dateSchema
  return { type: type && branch.variable?.certain ? type : anyScalar }
}

function objectSchema({ fields }: Branch): ValueSchema {
  const required = [...fields].filter(([, { variable }]) => variable?.required).map(([name]) => name)
  return {
    type: 'object',
    // fromEntries makes own properties, whatever their name: `__proto__` is a field like any other.
    properties: Object.fromEntries([...fields].map(([name, field]) => [name, schemaOf(field)])),
    ...(required.length > 0 && { required }),
    additionalProperties: true,
  }
}
