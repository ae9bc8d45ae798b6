import type { Alert } from '@chappe/core/campaign/review'
import { Definition, EmailContent } from '@chappe/core/campaign/schema'
import { expect, test } from 'vitest'
import { alertsOf, changeOfWhole, ownField, shownOf, stateOf, variantOfField } from './lens.ts'

const whole = Definition.parse({
  content: { subject: 'Own' },
  variants: [
    { id: 'second', name: 'Second', content: { subject: 'Two' } },
    { id: 'third', name: 'Third', content: { subject: 'Three' } },
  ],
})
const saying = (subject: string) => EmailContent.parse({ subject })

test('what is changed of a variant that is shown changes that variant and nothing else', () => {
  const shown = shownOf(whole, 'second')
  expect(shown.content.subject).toBe('Two')
  const next = { ...whole, ...changeOfWhole(whole, 'second', { content: saying('Deux') }) }
  expect(next.variants.map(({ content }) => content.subject)).toEqual(['Deux', 'Three'])
  expect(next.content.subject).toBe('Own')
  expect(shownOf(next, 'second').content.subject).toBe('Deux')
})

test('what is no content of a variant stays of the campaign', () => {
  const change = changeOfWhole(whole, 'second', { topic: 'news', translations: { fr: saying('Deux') } })
  expect(change.topic).toBe('news')
  expect(change.translations).toBeUndefined()
  expect(change.variants![0]!.translations.fr!.subject).toBe('Deux')
})

test('the campaign’s own content is shown and changed as it is', () => {
  expect(shownOf(whole, null)).toBe(whole)
  expect(changeOfWhole(whole, null, { topic: 'news' })).toEqual({ topic: 'news' })
})

test('alerts are shown with the content that they are about, by the names of its fields', () => {
  const alert = (field: string): Alert => ({
    code: 'no-subject',
    level: 'error',
    tab: 'content',
    field,
    message: '',
    params: {},
  })
  const alerts = ['subject', 'variants.second.translations.fr.html', 'variants.third'].map(alert)
  const fields = (variant: string | null) => alertsOf(alerts, variant).map(({ field }) => field)
  expect([fields(null), fields('second'), fields('third')]).toEqual([
    ['subject'],
    ['translations.fr.html'],
    ['actions'],
  ])
  expect(variantOfField('html')).toBeUndefined()
  expect(ownField('html')).toBe('html')
})

test('a content can be sent once it has a subject and a body', () => {
  expect(stateOf(saying(''))).toBe('empty')
  expect(stateOf(saying('Hello'))).toBe('partial')
  expect(stateOf({ ...saying('Hello'), html: '<p>Hello</p>' })).toBe('complete')
})
