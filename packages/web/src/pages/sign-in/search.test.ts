import { expect, test } from 'vitest'
import { localPath, signInSearch } from './search.ts'

test('signing in leads back to a page of ours, with its search', () => {
  expect(signInSearch.parse({ from: '/campaigns?q=gold' })).toEqual({ from: '/campaigns?q=gold' })
})

test('signing in never leads to another site', () => {
  for (const foreign of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '',
  ])
    expect(localPath(foreign)).toBeUndefined()
  expect(signInSearch.parse({ from: '//evil.example' }).from).toBeUndefined()
})
