import type { Attribute } from '../../../../parts/attributes.ts'

/** A member of an object that a schema describes. */
export type Member = Pick<Attribute, 'path' | 'type' | 'label' | 'options'>

type Schema = Readonly<Record<string, unknown>>
const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null

/** The members that a JSON Schema names, those of objects inside by their paths; what is under lists is left out. */
export function membersIn(schema: unknown, before = '', depth = 0): Member[] {
  if (!isSchema(schema) || !isSchema(schema.properties) || depth > 4) return []
  return Object.entries(schema.properties).flatMap(([name, inner]): Member[] => {
    if (name === '' || name.includes('.') || !isSchema(inner)) return []
    const path = before + name
    const [first] = [inner.type].flat().filter((type) => type !== 'null')
    const texts = Array.isArray(inner.enum) ? inner.enum.filter((one) => typeof one === 'string') : []
    const type =
      texts.length > 0
        ? 'string'
        : inner.format === 'date' || inner.format === 'date-time'
          ? inner.format
          : first
    if (first === 'object') return membersIn(inner, `${path}.`, depth + 1)
    const label = typeof inner.title === 'string' && inner.title !== '' ? inner.title : undefined
    return [
      {
        path,
        type: typeof type === 'string' ? type : 'unknown',
        label,
        options: texts.length > 0 ? texts : null,
      },
    ]
  })
}
