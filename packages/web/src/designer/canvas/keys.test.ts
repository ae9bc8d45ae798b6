import { expect, test } from 'vitest'
import { commandOf, historyKey } from './keys.ts'

const none = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false }

test('arrows walk, with Alt they move; Ctrl or Cmd with D copies', () => {
  expect(commandOf({ ...none, key: 'ArrowDown' })).toEqual({ does: 'next' })
  expect(commandOf({ ...none, altKey: true, key: 'ArrowDown' })).toEqual({ does: 'move', direction: 'down' })
  expect(commandOf({ ...none, ctrlKey: true, key: 'd' })).toEqual({ does: 'copy' })
  expect(commandOf({ ...none, metaKey: true, key: 'D' })).toEqual({ does: 'copy' })
  expect(commandOf({ ...none, key: 'd' })).toBeUndefined()
  expect(commandOf({ ...none, altKey: true, key: 'Delete' })).toBeUndefined()
})

test('undo and redo go by the keys of each platform', () => {
  expect(historyKey({ ...none, ctrlKey: true, key: 'z' })).toBe('undo')
  expect(historyKey({ ...none, metaKey: true, shiftKey: true, key: 'Z' })).toBe('redo')
  expect(historyKey({ ...none, ctrlKey: true, key: 'y' })).toBe('redo')
  expect(historyKey({ ...none, key: 'z' })).toBeUndefined()
})
