import { describe, expect, test } from 'vitest'
import { offersAt, openTag, type Word } from './completion.ts'

const words: Word[] = [
  { name: 'profile.person.name.firstName', kind: 'profile', detail: 'string' },
  { name: 'profile.tier', kind: 'profile', detail: 'string', options: ['gold', 'sil"ver'] },
  { name: 'context.order.number', kind: 'context', detail: 'string' },
  { name: 'context.order.items[].name', kind: 'context', detail: 'string' },
  { name: 'upperCase', kind: 'function', detail: 'string' },
]
const labels = (before: string, after = '') =>
  offersAt(before, after, words)?.offers.map(({ label }) => label)
const completed = (before: string, after: string, label: string) => {
  const found = offersAt(before, after, words)!
  const offer = found.offers.find((one) => one.label === label)!
  return `${before.slice(0, found.from)}${offer.insert.slice(0, offer.cursor)}|${offer.insert.slice(offer.cursor)}${after.slice(offer.over)}`
}

describe('where names are offered', () => {
  test('only inside a tag that is still open', () => {
    expect(labels('Hello ')).toBeUndefined()
    expect(labels('Hello {{ profile.x }} and ')).toBeUndefined()
    expect(labels('Hello {{ profile.x }} and {{')).toEqual([
      'profile.person.name.firstName',
      'profile.tier',
      'context.order.number',
    ])
    expect(openTag('a {{{ b')?.close).toBe('}}}')
  })

  test('functions only where they may be called, and nothing inside a quoted text', () => {
    expect(labels('{%= up')).toContain('upperCase')
    expect(labels('{{ up')).not.toContain('upperCase')
    expect(labels('{%= profile.x ?: "fr')).toBeUndefined()
  })

  test('inside the quotes of a comparison, the values that an attribute may have', () => {
    expect(labels('{%#if profile.tier = "')).toEqual(['gold'])
    expect(labels('{%#if profile.tier != "g', '"%}')).toEqual(['gold'])
    expect(completed('{%#if profile.tier = "g', '" %}', 'gold')).toBe('{%#if profile.tier = "gold"| %}')
    expect(completed('{%#if profile.tier="', '', 'gold')).toBe('{%#if profile.tier="gold"|')
    expect(labels('{%#if profile.other = "')).toBeUndefined()
    expect(labels('{%= profile.tier ?: "')).toBeUndefined()
  })

  test('after # the blocks', () => {
    expect(labels('{{#')).toEqual(['#if', '#unless', '#each', '#with'])
    expect(labels('{%')).toEqual(['#if', '#unless', '#each', '#with', 'let'])
  })

  test('inside a block what continues and ends it', () => {
    expect(labels('{%#if profile.x%}a{% ')).toEqual(expect.arrayContaining(['else if', 'else', '/if']))
    expect(labels('{{#each context.order.items as |item|}}{{/')).toEqual(['/each'])
    expect(labels('{{#if profile.x}}a{{/if}}{{/')).toEqual([])
  })

  test('the item of a loop, and what is in it; lists only as wholes', () => {
    const offered = labels('{{#each context.order.items as |item|}}{{ it')
    expect(offered).toEqual(expect.arrayContaining(['item', 'item.name', '@index']))
    expect(offered).not.toContain('context.order.items[].name')
    expect(labels('{% let total = 0 %}{{ to')).toContain('total')
  })
})

describe('what is written', () => {
  test('a name with the braces that close its tag', () => {
    expect(completed('Hello {{', '', 'profile.person.name.firstName')).toBe(
      'Hello {{ profile.person.name.firstName }}|',
    )
    expect(completed('Hello {{ prof', '', 'context.order.number')).toBe('Hello {{ context.order.number }}|')
  })

  test('no second pair of braces where they are there already', () => {
    expect(completed('{{ prof', ' }} bye', 'context.order.number')).toBe('{{ context.order.number }}| bye')
    expect(completed('{{', '}}', 'context.order.number')).toBe('{{ context.order.number }}|')
    expect(completed('{{ prof', 'ile.x }}', 'context.order.number')).toBe('{{ context.order.number|ile.x }}')
  })

  test('the brace that the editor closed by itself is taken along', () => {
    expect(completed('{%= up', '}', 'upperCase')).toBe('{%= upperCase(|) %}')
    expect(completed('{%', '}', '#if')).toBe('{%#if |%}{%/if%}')
  })

  test('braces of a later tag are not taken for those of this one', () => {
    expect(completed('{{ prof', ' and {{ context.x }}', 'context.order.number')).toBe(
      '{{ context.order.number }}| and {{ context.x }}',
    )
  })

  test('the cursor waits between the brackets of a function and inside the head of a block', () => {
    expect(completed('{%= up', ' %}', 'upperCase')).toBe('{%= upperCase(|) %}')
    expect(completed('{{#e', '', '#each')).toBe('{{#each |}}{{/each}}')
    expect(completed('{%', '', 'let')).toBe('{%let | =  %}')
    expect(completed('{%#if a%}b{%/', '', '/if')).toBe('{%#if a%}b{%/if%}|')
  })
})
