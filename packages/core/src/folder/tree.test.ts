import fc from 'fast-check'
import { expect, test } from 'vitest'
import { heightOf, inOrder, type Node, pathTo, within } from './tree.ts'

const folder = (id: string, parentId: string | null = null) => ({ id, parentId, name: id })
const some = [folder('b'), folder('a'), folder('a2', 'a'), folder('a10', 'a'), folder('deep', 'a10')]

test('a path leads from the outermost folder to the one that is asked for', () => {
  expect(pathTo(some, 'deep').map(({ id }) => id)).toEqual(['a', 'a10', 'deep'])
  expect(pathTo(some, null)).toEqual([])
  expect(pathTo(some, 'gone')).toEqual([])
})

test('what is in a folder is in those that it is in', () => {
  expect(within(some, 'a')).toEqual(['a', 'a2', 'a10', 'deep'])
  expect(within(some, 'gone')).toEqual([])
})

test('folders stand by name under the one that they are in, numbers as numbers', () => {
  expect(inOrder(some).map(({ folder: { id }, level }) => `${level} ${id}`)).toEqual([
    '1 a',
    '2 a2',
    '2 a10',
    '3 deep',
    '1 b',
  ])
})

const forests = fc.array(fc.nat()).map((parents): (Node & { name: string })[] =>
  parents.map((parent, n) => ({
    id: String(n),
    name: String(parent),
    parentId: parent % (n + 1) === n ? null : String(parent % (n + 1)),
  })),
)

test('every folder is listed once, and as deep as its path is long', () => {
  fc.assert(
    fc.property(forests, (folders) => {
      const listed = inOrder(folders)
      expect(listed.map(({ folder: { id } }) => id).sort()).toEqual(folders.map(({ id }) => id).sort())
      for (const {
        folder: { id },
        level,
      } of listed)
        expect(pathTo(folders, id)).toHaveLength(level)
    }),
  )
})

test('the deepest folder within one is as deep as it is high', () => {
  fc.assert(
    fc.property(forests, (folders) => {
      for (const { id } of folders) {
        const depths = within(folders, id).map((each) => pathTo(folders, each).length)
        expect(Math.max(...depths) - pathTo(folders, id).length + 1).toBe(heightOf(folders, id))
      }
    }),
  )
})
