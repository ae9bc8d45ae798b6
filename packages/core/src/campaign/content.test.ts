import { expect, test } from 'vitest'
import { analyzeContent, contextSchemaOf, leavesOf, missingFrom, samplesOf } from './content.ts'
import { Definition } from './schema.ts'

const definition = (content: Partial<Definition['content']>, schema: Record<string, unknown> | null = null) =>
  Definition.parse({ content, context: { schema } })
const variablesOf = ({ content }: Definition) => analyzeContent(content).variables

const order = definition({
  subject: 'Order {{context.order.number}}',
  html: '{{profile.person.name.firstName ?: "you"}}{{#each context.order.items as |i|}}{{i.name}} {{i.price * 2}}{{/each}}{{system.mirrorUrl}}',
})

test('problems say in which part they stand', () => {
  const { problems } = analyzeContent({ subject: '{{', preheader: '', html: '{{nope.x}}', text: 'ok' })
  expect(problems.map(({ part, code }) => [part, code])).toEqual([
    ['subject', 'unclosed-tag'],
    ['html', 'unknown-namespace'],
  ])
})

test('variables of all parts are told together, the ends of their paths only, without the system’s', () => {
  expect(leavesOf(variablesOf(order))).toEqual([
    { root: 'context', path: 'order.number', type: 'string', hasDefault: false },
    { root: 'profile', path: 'person.name.firstName', type: 'string', hasDefault: true },
    { root: 'context', path: 'order.items[].name', type: 'string', hasDefault: false },
    { root: 'context', path: 'order.items[].price', type: 'number', hasDefault: false },
  ])
})

test('samples leave nothing missing', () => {
  const variables = variablesOf(order)
  expect(missingFrom(variables, samplesOf(order, variables))).toEqual([])
})

test('what has neither value nor default is missing; in a list, when one of its items lacks it', () => {
  const given = {
    profile: {},
    context: { order: { number: '', items: [{ name: 'a', price: 0 }, { price: 1 }] } },
  }
  expect(missingFrom(variablesOf(order), given)).toEqual([
    'context.order.number',
    'context.order.items[].name',
  ])
  expect(missingFrom(variablesOf(order), { profile: null, context: 'x' })).toHaveLength(3)
})

test('a schema of one’s own decides the samples and is the schema', () => {
  const schema = { type: 'object', properties: { order: { properties: { number: { enum: ['A-1'] } } } } }
  const own = definition(order.content, schema)
  expect(samplesOf(own, variablesOf(own)).context).toMatchObject({ order: { number: 'A-1' } })
  expect(contextSchemaOf(own, variablesOf(own))).toBe(own.context.schema)
})
