import { describe, expect, test } from 'vitest'
import { analyze } from './analyze.ts'
import { parse } from './parse.ts'
import { sampleValues } from './sample.ts'
import { contextSchema, type ValueSchema } from './schema.ts'

const variablesOf = (source: string) => {
  const parsed = parse(source)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return analyze(parsed.ast).variables
}
const scalar = { type: ['string', 'number', 'boolean'] }

describe('the schema of a context', () => {
  test('has what the template reads, and asks for what each message needs', () => {
    const source =
      '{{profile.a}}{{context.number}}{{context.note ?: ""}}{{context.total * 2}}{%#if context.gift%}{{context.card}}{%/if%}' +
      '{{#each context.items as |item|}}{{item.name}}{{item.to.city ?: "-"}}{{/each}}{{context.tags}}'
    expect(contextSchema(variablesOf(source))).toEqual({
      type: 'object',
      properties: {
        number: scalar,
        note: scalar,
        total: { type: 'number' },
        gift: scalar,
        card: scalar,
        items: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              name: scalar,
              to: { type: 'object', properties: { city: scalar }, additionalProperties: true },
            },
            required: ['name'],
            additionalProperties: true,
          },
        },
        tags: scalar,
      },
      required: ['number', 'total', 'items', 'tags'],
      additionalProperties: true,
    })
  })

  test('of a template that reads nothing allows everything', () => {
    expect(contextSchema([])).toEqual({ type: 'object', properties: {}, additionalProperties: true })
  })

  test('has odd names as plain fields', () => {
    const schema = contextSchema(variablesOf('{{context.__proto__.x}}{{context[0]}}'))
    expect(Object.keys(schema.properties ?? {})).toEqual(['__proto__'])
    expect(JSON.stringify(sampleValues(variablesOf('{{context.__proto__.x}}')).context)).toBe(
      '{"__proto__":{"x":"x"}}',
    )
  })
})

describe('samples', () => {
  const sampleOf = (name: string) => sampleValues(variablesOf(`{{context.${name}}}`)).context[name]

  test.each([
    ['email', 'marie.durand@example.com'],
    ['firstName', 'Marie'],
    ['lastName', 'Durand'],
    ['orderNumber', 'CH-1042'],
    ['totalAmount', 129.9],
    ['price', 129.9],
    ['quantity', 2],
    ['itemCount', 2],
    ['deliveryDate', '2026-09-14'],
    ['createdAt', '2026-09-14T09:30:00Z'],
    ['resetUrl', 'https://www.example.com/orders/1042'],
    ['trackingLink', 'https://www.example.com/orders/1042'],
    ['isMember', true],
    ['productName', 'Linen shirt'],
    ['city', 'Lyon'],
    ['resetCode', '482913'],
    ['whatever', 'whatever'],
  ])('%s is %j', (name, expected) => {
    expect(sampleOf(name)).toBe(expected)
  })

  test('a date is a date-time for who asks for a date, and the schema lets both through', () => {
    const variables = variablesOf('{{formatDate(context.delivered, "d MMMM")}}{{ageInDays(profile.joined)}}')
    expect(sampleValues(variables)).toEqual({
      profile: { joined: '2026-09-14T09:30:00Z' },
      context: { delivered: '2026-09-14T09:30:00Z' },
    })
    expect(contextSchema(variables).properties?.delivered).toEqual({
      type: 'string',
      anyOf: [
        { type: 'string', format: 'date-time' },
        { type: 'string', format: 'date' },
      ],
    })
  })

  test('a list has two entries that differ', () => {
    const source = '{{#each context.items as |item|}}{{item.name}} {{item.qty * item.price}}{{/each}}'
    expect(sampleValues(variablesOf(source))).toEqual({
      profile: {},
      context: {
        items: [
          { name: 'Linen shirt', qty: 2, price: 129.9 },
          { name: 'Stoneware mug', qty: 3, price: 24.5 },
        ],
      },
    })
    expect(sampleValues(variablesOf('{{#each context.cities}}{{this}}{{/each}}')).context).toEqual({
      cities: ['Lyon', 'Lille'],
    })
  })

  test('the type that the template needs wins over what the name suggests', () => {
    expect(sampleValues(variablesOf('{{context.email * 2}}{{trim(context.total)}}')).context).toEqual({
      email: 1,
      total: 'total',
    })
  })

  test('a given schema has the last word', () => {
    const schema: ValueSchema = {
      type: 'object',
      properties: {
        total: { type: 'string' },
        kind: { enum: ['gift', 'own'] },
        contact: { type: 'string', format: 'email' },
        lines: { type: 'array', items: { type: 'object', properties: { count: { type: 'integer' } } } },
      },
    }
    expect(sampleValues(variablesOf('{{context.total}}{{context.city}}'), schema).context).toEqual({
      total: 'total',
      city: 'Lyon',
      kind: 'gift',
      contact: 'marie.durand@example.com',
      lines: [{ count: 2 }, { count: 3 }],
    })
  })
})
