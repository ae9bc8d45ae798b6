import { TopicSettings } from '@chappe/core/consent/topic'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyForm, faultsIn, keyFrom, lastPlace, settingsOf } from './form.ts'
import { dropped, inOrder, stepped } from './order.ts'

describe('the form of a topic', () => {
  const form = {
    ...emptyForm,
    key: 'soldes',
    name: { en: ' Sales ', fr: 'Soldes' },
    channels: ['push', 'email'] as const,
  }

  test('makes settings that the server takes, channels in their usual order', () => {
    expect(faultsIn(form)).toEqual({})
    const settings = settingsOf(form, 3)
    expect(TopicSettings.parse(settings)).toEqual({
      name: { en: 'Sales', fr: 'Soldes' },
      description: { en: '', fr: '' },
      channels: ['email', 'push'],
      doubleOptIn: false,
      position: 3,
    })
  })

  test('says what is missing', () => {
    expect(faultsIn({ ...emptyForm, channels: [] })).toEqual({
      'name.en': 'name',
      'name.fr': 'name',
      key: 'key',
      channels: 'channels',
    })
  })

  test('a key made of any name is one that the server takes, or nothing', () => {
    expect(keyFrom('Événements & Fêtes de l’été 2026')).toBe('evenements-fetes-de-l-ete-2026')
    expect(keyFrom('2026 news')).toBe('news')
    expect(keyFrom('日本')).toBe('')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (name) => {
        const key = keyFrom(name)
        expect(key === '' || faultsIn({ ...form, key }).key === undefined).toBe(true)
      }),
    )
  })

  test('a new topic comes last', () => {
    expect(lastPlace([])).toBe(0)
    expect(lastPlace([{ position: 4 }, { position: 1 }])).toBe(5)
    expect(lastPlace([{ position: 10_000 }])).toBe(10_000)
  })
})

describe('the order of topics', () => {
  const keys = ['a', 'b', 'c']

  test('one goes a place up or down, and stays at the ends', () => {
    expect(stepped(keys, 'b', 'up')).toEqual(['b', 'a', 'c'])
    expect(stepped(keys, 'b', 'down')).toEqual(['a', 'c', 'b'])
    expect(stepped(keys, 'a', 'up')).toEqual(keys)
    expect(stepped(keys, 'c', 'down')).toEqual(keys)
    expect(stepped(keys, 'z', 'up')).toEqual(keys)
  })

  test('one is dropped beside another; on itself nothing moves', () => {
    expect(dropped(keys, 'a', { key: 'c', side: 'after' })).toEqual(['b', 'c', 'a'])
    expect(dropped(keys, 'c', { key: 'a', side: 'before' })).toEqual(['c', 'a', 'b'])
    expect(dropped(keys, 'b', { key: 'b', side: 'after' })).toEqual(keys)
  })

  test('what is not named in the order is not lost', () => {
    const items = keys.map((key) => ({ key }))
    expect(inOrder(items, ['c', 'z']).map(({ key }) => key)).toEqual(['c', 'a', 'b'])
  })
})
