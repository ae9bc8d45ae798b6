import {
  type Block,
  EmailDesign as Design,
  type EmailDesign,
  type Layout,
  layouts,
  type Section,
} from '@chappe/core/design/schema'
import fc from 'fast-check'
import { indexOf } from './index-of.ts'
import { newBlock, newSection } from './make.ts'

/** Ids in order, so that a failing design reads the same each time. */
export function counter(prefix = 'n'): () => string {
  let last = 0
  return () => `${prefix}${++last}`
}

const words = { text: 'Hello', button: 'Go' }
const kinds = ['text', 'image', 'button', 'spacer', 'html'] as const
const shapes = fc.letrec<{ block: Shape; conditional: Shape; leaf: Shape }>((tie) => ({
  leaf: fc.constantFrom(...kinds).map((kind) => ({ kind, inside: [] })),
  conditional: fc
    .array(fc.array(tie('block'), { maxLength: 3 }), { minLength: 2, maxLength: 3 })
    .map((inside) => ({ kind: 'conditional' as const, inside })),
  block: fc.oneof({ maxDepth: 1, depthSize: 'small' }, tie('leaf'), tie('conditional')),
}))
interface Shape {
  readonly kind: (typeof kinds)[number] | 'conditional'
  readonly inside: readonly (readonly Shape[])[]
}

function blockOf({ kind, inside }: Shape, id: () => string): Block {
  if (kind !== 'conditional') return newBlock(kind, id, words)
  const [otherwise = [], ...branches] = inside.map((shapes) => shapes.map((one) => blockOf(one, id)))
  return {
    id: id(),
    kind,
    branches: branches.map((blocks) => ({ id: id(), label: '', condition: 'true', blocks })),
    otherwise,
  }
}

const section = fc.record({
  layout: fc.constantFrom(...(Object.keys(layouts) as Layout[])),
  columns: fc.array(fc.array(shapes.block, { maxLength: 4 }), { minLength: 4, maxLength: 4 }),
})

/** Designs that keep to the format: sections of every layout, nested conditional blocks. */
export const designs: fc.Arbitrary<EmailDesign> = fc
  .array(section, { minLength: 1, maxLength: 4 })
  .map((all) => {
    const id = counter()
    const sections = all.map(({ layout, columns }): Section => {
      const made = newSection(layout, id)
      return {
        ...made,
        columns: made.columns.map((column, at) => ({
          ...column,
          blocks: (columns[at] ?? []).map((one) => blockOf(one, id)),
        })),
      }
    })
    return Design.parse({ version: 1, sections })
  })

/** A design and one of its sections or blocks. */
export const withItem = designs.chain((design) =>
  fc.record({
    design: fc.constant(design),
    id: fc.constantFrom(
      ...[...indexOf(design).values()].filter(({ what }) => what === 'item').map(({ id }) => id),
    ),
  }),
)
