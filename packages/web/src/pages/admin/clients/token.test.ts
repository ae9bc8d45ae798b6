import { expect, test } from 'vitest'
import { tokenRequest } from './token.ts'

test('the command is one that a shell takes as pasted', () => {
  expect(tokenRequest('http://127.0.0.1:8025', 'ab12', 's3cret-_')).toBe(
    [
      "curl -sS 'http://127.0.0.1:8025/ims/token/v3' \\",
      "  -d 'grant_type=client_credentials' \\",
      "  -d 'client_id=ab12' \\",
      "  --data-urlencode 'client_secret=s3cret-_'",
    ].join('\n'),
  )
})

test('a quote in a secret ends nothing', () => {
  expect(tokenRequest('http://x', 'a', "it's")).toContain(`'client_secret=it'\\''s'`)
})
