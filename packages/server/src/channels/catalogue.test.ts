import { ProviderDescription } from '@chappe/core/configuration/schema'
import { expect, test } from 'vitest'
import { catalogue } from './catalogue.ts'

test('every provider has a form whose fields are labelled in both languages', () => {
  const list = catalogue.list()
  expect(list.map(({ kind }) => kind).sort()).toEqual(['inbox', 'smtp'])
  for (const description of list) expect(ProviderDescription.parse(description)).toEqual(description)
  const smtp = list.find(({ kind }) => kind === 'smtp')
  expect(smtp?.fields.find(({ name }) => name === 'host')).toMatchObject({
    required: true,
    label: { fr: 'Hôte' },
  })
  expect(smtp?.fields.filter((field) => field.secret).map(({ name }) => name)).toContain('password')
})

test('secrets are parted from the settings that may be shown', () => {
  const parsed = catalogue.parse('smtp', { host: 'relay.example', username: 'me', password: 'hush' })
  expect(parsed).toMatchObject({
    ok: true,
    config: { host: 'relay.example', port: 587 },
    secrets: { password: 'hush' },
  })
  expect(JSON.stringify(parsed.ok && parsed.config)).not.toContain('hush')
})

test('what does not fit is named by its place', () => {
  expect(catalogue.parse('smtp', { port: 'many' })).toMatchObject({
    ok: false,
    mistakes: expect.arrayContaining([expect.objectContaining({ pointer: '/provider/config/port' })]),
  })
  expect(catalogue.parse('pigeon', {})).toMatchObject({
    ok: false,
    mistakes: [{ pointer: '/provider/kind' }],
  })
})
