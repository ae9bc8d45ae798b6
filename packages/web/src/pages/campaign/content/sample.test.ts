import { expect, test } from 'vitest'
import { sampleOf } from './sample.ts'

const parts = { subject: '', preheader: '', html: '', text: '' }
const id = '01890000-0000-7000-8000-000000000001'

test('a sample says nothing of the language it is written in', () => {
  const sample = sampleOf(
    {
      ...parts,
      subject: 'Order {{context.order.number}}',
      html: '<p>Hello {{profile.person.name.firstName}}</p>{{#each context.order.items as |item|}}<b>{{item.name}}</b>{{/each}}',
    },
    new Map(),
  )
  expect(`${sample.subject}${sample.html}${sample.text}`).not.toContain('{{')
  expect(sample.html).toContain('<b>')
})

test('fragments stand in their places', () => {
  const fragments = new Map([[id, { name: 'Header', content: '<h1>{{ field.title ?: "Shop" }}</h1>' }]])
  const html = `{{ fragment id="${id}" title="Sale" }}`
  expect(sampleOf({ ...parts, html }, fragments).html).toBe('<h1>Sale</h1>')
})

test('what cannot be rendered stands as it is written', () => {
  const html = '<p>{{ profile.name</p>'
  expect(sampleOf({ ...parts, html }, new Map()).html).toBe(html)
  const unknown = `{{ fragment id="${id}" }}`
  expect(sampleOf({ ...parts, html: unknown }, new Map()).html).toBe(unknown)
})

test('without a text of its own, the text is the HTML’s', () => {
  expect(sampleOf({ ...parts, html: '<p>Bonjour</p>' }, new Map()).text).toContain('Bonjour')
  expect(sampleOf({ ...parts, html: '<p>Bonjour</p>', text: 'Salut' }, new Map()).text).toBe('Salut')
})
