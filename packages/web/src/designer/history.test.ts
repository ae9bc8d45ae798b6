import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type History, record, redo, startWith, undo } from './history.ts'

const go = (history: History<number>, next: number, about?: string, at = 0) =>
  record(history, next, { about, at })

test('undo and redo walk through the steps, and a new step ends what could be redone', () => {
  const three = go(go(startWith(1), 2), 3)
  expect(undo(three).present).toBe(2)
  expect(undo(undo(undo(three))).present).toBe(1)
  expect(redo(undo(three))).toEqual({ ...three, last: null })
  expect(redo(go(undo(three), 9)).present).toBe(9)
})

test('typing is undone in one go; a pause, another field or an undo in between begins anew', () => {
  const typed = go(go(go(startWith(0), 1, 'text a', 0), 2, 'text a', 400), 3, 'text a', 1_300)
  expect(undo(typed).present).toBe(0)
  expect(undo(go(typed, 4, 'text a', 9_000)).present).toBe(3)
  expect(undo(go(typed, 4, 'text b', 1_400)).present).toBe(3)
  expect(undo(go(undo(typed), 5, 'text a', 1_400)).present).toBe(0)
})

test('however much is done, all of it can be undone and done again', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 60 }), (steps) => {
      let now = startWith(-1)
      for (const step of steps) now = go(now, step)
      const end = now.present
      for (const _ of steps) now = undo(now)
      expect(now.present).toBe(-1)
      for (const _ of steps) now = redo(now)
      expect(now.present).toBe(end)
    }),
  )
})
