import { expect, test } from 'vitest'
import { lifecycle } from './lifecycle.ts'

const door = lifecycle<'open' | 'closed' | 'locked', 'close' | 'open' | 'lock'>({
  close: { from: ['open'], to: 'closed', by: 'campaigns:write' },
  open: { from: ['closed'], to: 'open', by: 'campaigns:write' },
  lock: { from: ['closed'], to: 'locked', by: 'system' },
})

test('a status tells the actions that may leave it, in the order of the table', () => {
  expect(door.actionsFrom('closed')).toEqual(['open', 'lock'])
  expect(door.actionsFrom('locked')).toEqual([])
})

test('with scopes, only what their holder may do is told; nobody holds what is the system’s', () => {
  expect(door.actionsFrom('closed', ['campaigns:write'])).toEqual(['open'])
  expect(door.actionsFrom('closed', [])).toEqual([])
})
