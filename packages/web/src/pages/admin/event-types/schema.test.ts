import { expect, test } from 'vitest'
import { exampleSchema, readSchema } from './schema.ts'

test('the example can be used, and nothing at all means that anything may come', () => {
  expect(readSchema(exampleSchema)).toMatchObject({ ok: true, schema: { type: 'object' } })
  expect(readSchema(' ')).toEqual({ ok: true, schema: null })
})

test.each([
  ['{', 'profiles.value.json'],
  ['[]', 'eventTypes.schema.wrong'],
  ['{"type":"string"}', 'eventTypes.schema.wrong'],
  ['{"type":"object","properties":{"a":{"type":"string","pattern":"a"}}}', 'eventTypes.schema.wrong'],
  [`{"type":"object","title":"${'x'.repeat(17_000)}"}`, 'eventTypes.schema.large'],
])('%.20s… is told what is wrong with it', (text, mistake) => {
  expect(readSchema(text)).toEqual({ ok: false, mistake })
})
