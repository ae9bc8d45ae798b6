import { designLimits, EmailDesign } from '@chappe/core/design/schema'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { counter, designs, withItem } from './arbitrary.ts'
import { duplicate, insert, mayLie, move, remove, setLayout, update } from './edit.ts'
import { indexOf, itemsIn, otherwiseOf, pathTo, root } from './index-of.ts'
import { newBlock, newSection } from './make.ts'
import { rewrite } from './rewrite.ts'
import { type Direction, spotAfter, stepFrom } from './step.ts'

const words = { text: '', button: '' }
const blocksOf = (design: EmailDesign) =>
  [...indexOf(design).values()]
    .filter((entry) => entry.what === 'item' && entry.node.kind !== 'section')
    .map(({ id }) => id)
const sorted = (ids: readonly string[]) => ids.toSorted()
const isSound = (design: EmailDesign) => {
  const ids: string[] = []
  rewrite(design, (items) => {
    ids.push(...items.map(({ id }) => id))
    return items
  })
  expect(new Set(ids).size).toBe(ids.length)
  for (const { depth } of indexOf(design).values()) expect(depth).toBeLessThanOrEqual(designLimits.depth)
  expect(EmailDesign.safeParse(design).success).toBe(true)
}

/** Any place of the design, and a gap in it. */
const spotIn = (design: EmailDesign, place: number, index: number) => {
  const places = [
    root,
    ...[...indexOf(design).values()].filter(({ what }) => what !== 'item').map(({ id }) => id),
  ]
  const chosen = places[place % places.length]!
  return { place: chosen, index: index % (itemsIn(design, chosen).length + 1) }
}

describe('laws', () => {
  test('a move keeps every block once, wherever it goes, and the format', () => {
    fc.assert(
      fc.property(withItem, fc.nat(), fc.nat(), ({ design, id }, place, index) => {
        const moved = move(design, id, spotIn(design, place, index), counter('w'))
        expect(sorted(blocksOf(moved))).toEqual(sorted(blocksOf(design)))
        isSound(moved)
      }),
    )
  })

  test('keys keep every block once too, however many are pressed', () => {
    const keys = fc.array(fc.constantFrom<Direction>('up', 'down', 'left', 'right'), { maxLength: 20 })
    fc.assert(
      fc.property(withItem, keys, ({ design, id }, pressed) => {
        let now = design
        for (const key of pressed) {
          const spot = stepFrom(now, id, key, {})
          if (!spot) continue
          const next = move(now, id, spot, counter('w'))
          expect(next).not.toBe(now)
          now = next
        }
        expect(sorted(blocksOf(now))).toEqual(sorted(blocksOf(design)))
        isSound(now)
      }),
    )
  })

  test('what is moved down and can be moved up again is where it was', () => {
    fc.assert(
      fc.property(withItem, ({ design, id }) => {
        const entry = indexOf(design).get(id)!
        const spot = stepFrom(design, id, 'down', {})
        if (entry.what !== 'item' || spot?.place !== entry.place) return
        const moved = move(design, id, spot, counter('w'))
        expect(move(moved, id, stepFrom(moved, id, 'up', {})!, counter('v'))).toEqual(design)
      }),
    )
  })

  test('other columns lose no block', () => {
    fc.assert(
      fc.property(designs, fc.constantFrom('1', '1-1', '1-2', '1-1-1-1'), (design, layout) => {
        const changed = setLayout(design, design.sections[0]!.id, layout as '1', counter('c'))
        expect(sorted(blocksOf(changed))).toEqual(sorted(blocksOf(design)))
        isSound(changed)
      }),
    )
  })

  test('a copy shares no id with what it was made from', () => {
    fc.assert(
      fc.property(withItem, ({ design, id }) => {
        const made = duplicate(design, id, counter('copy'))
        if (!made) return
        isSound(made.design)
        expect(pathTo(made.design, made.id).slice(0, -1)).toHaveLength(pathTo(design, id).length - 1)
      }),
    )
  })

  test('what is removed is gone with all that is in it, and nothing else', () => {
    fc.assert(
      fc.property(withItem, ({ design, id }) => {
        const inside = [...indexOf(design).keys()].filter((one) =>
          pathTo(design, one).some((path) => path.id === id),
        )
        const kept = [...indexOf(remove(design, id)).keys()]
        expect(sorted([...kept, ...inside])).toEqual(sorted([...indexOf(design).keys()]))
      }),
    )
  })

  test('a change of one block leaves the other sections the same objects', () => {
    fc.assert(
      fc.property(withItem, ({ design, id }) => {
        const top = pathTo(design, id)[0]!.id
        const changed = update(design, id, { background: '#000000' })
        for (const [at, one] of design.sections.entries())
          if (one.id === top) expect(changed.sections[at]).not.toBe(one)
          else expect(changed.sections[at]).toBe(one)
      }),
    )
  })
})

describe('places', () => {
  const id = counter()
  const text = newBlock('text', id, words)
  const image = newBlock('image', id, words)
  const conditional = { ...newBlock('conditional', id, words), otherwise: [image] }
  const section = newSection('1-1', id, [text])
  const design = EmailDesign.parse({
    version: 1,
    sections: [section, newSection('1', id, [conditional])],
  })
  const [left, right] = [section.columns[0]!.id, section.columns[1]!.id]

  test('a block that is dropped between sections gets a section of its own', () => {
    const moved = move(design, text.id, { place: root, index: 0 }, counter('w'))
    expect(moved.sections.map(({ kind }) => kind)).toEqual(['section', 'section', 'section'])
    expect(pathTo(moved, text.id)[0]!.id).toBe(moved.sections[0]!.id)
  })

  test('a section never lies in a column, nor a block in itself', () => {
    expect(move(design, section.id, { place: right, index: 0 }, id)).toBe(design)
    expect(mayLie(design, conditional, { place: otherwiseOf(conditional.id), index: 0 })).toBe(false)
  })

  test('conditional blocks nest as deep as the format allows, and no deeper', () => {
    const deep = insert(
      design,
      { place: otherwiseOf(conditional.id), index: 0 },
      newBlock('conditional', id, words),
      id,
    )
    const inner = itemsIn(deep, otherwiseOf(conditional.id))[0]!
    const more = newBlock('conditional', id, words)
    expect(insert(deep, { place: otherwiseOf(inner.id), index: 0 }, more, id)).toBe(deep)
  })

  test('keys cross columns, sections and the edge of a branch', () => {
    expect(stepFrom(design, text.id, 'right', {})).toEqual({ place: right, index: 0 })
    expect(stepFrom(design, text.id, 'left', {})).toBeUndefined()
    expect(stepFrom(design, conditional.id, 'up', {})).toEqual({ place: left, index: 1 })
    const home = design.sections[1]!
    const column = 'columns' in home ? home.columns[0]!.id : ''
    expect(stepFrom(design, image.id, 'up', {})).toEqual({ place: column, index: 0 })
    expect(stepFrom(design, image.id, 'left', {})).toEqual({ place: column, index: 1 })
    const below = move(design, text.id, { place: column, index: 1 }, id)
    expect(stepFrom(below, text.id, 'right', { [conditional.id]: otherwiseOf(conditional.id) })).toEqual({
      place: otherwiseOf(conditional.id),
      index: 1,
    })
  })

  test('what is added goes behind the selection, into a selected column, or to the end', () => {
    const block = newBlock('spacer', id, words)
    expect(spotAfter(design, text.id, block, {})).toEqual({ place: left, index: 1 })
    expect(spotAfter(design, right, block, {})).toEqual({ place: right, index: 0 })
    expect(spotAfter(design, section.id, block, {})).toEqual({ place: right, index: 0 })
    expect(spotAfter(design, text.id, newSection('1', id), {})).toEqual({ place: root, index: 1 })
    expect(spotAfter(design, null, block, {})).toEqual({ place: root, index: 2 })
  })
})
