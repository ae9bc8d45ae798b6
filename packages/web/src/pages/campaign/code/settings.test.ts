import { expect, test } from 'vitest'
import { settingsFrom } from './settings.ts'

test('what a device kept comes back; what is damaged or absurd is the usual', () => {
  expect(settingsFrom('{"wraps":false,"size":16}')).toEqual({ wraps: false, size: 16 })
  expect(settingsFrom('{"size":900}')).toEqual({ wraps: true, size: 22 })
  for (const odd of [null, '', 'null', '{"wraps":"yes","size":"big"}'])
    expect(settingsFrom(odd)).toEqual({ wraps: true, size: 13 })
})
