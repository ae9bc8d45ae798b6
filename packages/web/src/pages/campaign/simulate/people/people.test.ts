import type { Sample } from '@chappe/core/simulation/schema'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asText, fieldsOf, readField, valueAt, withValue } from './fields.ts'
import { isSameAs, mostPeople, peopleFrom, peopleOf, samplesOf, withSamples } from './person.ts'

const marie: Sample = { name: 'Marie', identity: { namespace: 'email', value: 'marie@example.com' } }
const typed: Sample = { name: 'Typed', context: { order: { number: 'A1' } } }

describe('the people of a simulation', () => {
  test('nobody comes twice by the same identity', () => {
    const { people } = withSamples(peopleOf([marie]), [
      { name: '', identity: { namespace: 'Email', value: 'MARIE@example.com' } },
      typed,
    ])
    expect(samplesOf(people)).toEqual([marie, typed])
  })

  test('there are as many as a simulation takes, and what is left out is told', () => {
    const many = Array.from({ length: mostPeople + 3 }, (_, at): Sample => ({ name: `n${at}` }))
    const { people, left } = withSamples([], many)
    expect([people.length, left]).toEqual([mostPeople, 3])
  })

  test('come back as they were kept; what is damaged is nobody', () => {
    const people = peopleOf([marie, typed])
    expect(samplesOf(peopleFrom(JSON.stringify(people)))).toEqual([marie, typed])
    expect(peopleFrom('[{"sample":3}]')).toEqual([])
    expect(peopleFrom('{')).toEqual([])
    expect(isSameAs(people, [marie, typed])).toBe(true)
    expect(
      isSameAs(people, [
        { identity: { value: 'marie@example.com', namespace: 'email' }, name: 'Marie' },
        typed,
      ]),
    ).toBe(true)
    expect(isSameAs(people, [marie])).toBe(false)
  })
})

describe('the fields of a sample', () => {
  const proposed = {
    profile: { person: { name: { firstName: 'Marie' }, birthDate: '1990-01-02' } },
    context: { total: 12.5, gift: true, items: [{ name: 'Mug' }] },
  }

  test('are what the content reads, typed by what is proposed', () => {
    expect(fieldsOf(proposed).map(({ path, type }) => `${path.join('.')} ${type}`)).toEqual([
      'person.name.firstName string',
      'person.birthDate date',
      'total number',
      'gift boolean',
      'items json',
    ])
  })

  test('are read in the form in which people write', () => {
    expect(readField('number', '12,5')).toEqual({ ok: true, value: 12.5 })
    expect(readField('number', 'twelve')).toEqual({ ok: false })
    expect(readField('json', '[1')).toEqual({ ok: false })
    expect(readField('string', '')).toEqual({ ok: true, value: '' })
    expect(readField('date', '')).toEqual({ ok: true, value: undefined })
  })

  test('what is put at a path is found there, and taking it out leaves nothing behind', () => {
    const path = fc.array(fc.constantFrom('a', 'b', '__proto__x', 'order'), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(path, fc.oneof(fc.string(), fc.integer(), fc.boolean()), (at, value) => {
        const values = withValue({}, at, value)
        expect(valueAt(values, at)).toEqual(value)
        expect(withValue(values, at, undefined)).toEqual({})
      }),
    )
  })

  test('any value that is shown is read as itself', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        if (value === null || typeof value !== 'object') return
        expect(readField('json', asText(value))).toEqual({
          ok: true,
          value: JSON.parse(JSON.stringify(value)),
        })
      }),
    )
  })
})
