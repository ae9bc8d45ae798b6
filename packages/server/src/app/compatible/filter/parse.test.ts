import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Filter, FilterMistake, filterLimits, filterOperators, parseFilter } from './parse.ts'

const is = (selector: string, operator: string, ...values: string[]) => ({
  kind: 'comparison',
  selector,
  operator,
  values,
})

describe('a filter', () => {
  test.each([
    ['name==x', is('name', '==', 'x')],
    [
      'campaignClass!=inline;name=like="my campaign name"',
      { kind: 'and', of: [is('campaignClass', '!=', 'inline'), is('name', 'like', 'my campaign name')] },
    ],
    [
      'surfaceName==ajo;created_at>2021-09-28',
      { kind: 'and', of: [is('surfaceName', '==', 'ajo'), is('created_at', '>', '2021-09-28')] },
    ],
    [
      'name=like=ajo,application_id==12312',
      { kind: 'or', of: [is('name', 'like', 'ajo'), is('application_id', '==', '12312')] },
    ],
    [
      'a==1;b==2,c==3',
      { kind: 'or', of: [{ kind: 'and', of: [is('a', '==', '1'), is('b', '==', '2')] }, is('c', '==', '3')] },
    ],
    [
      'a==1;(b==2,c==3)',
      { kind: 'and', of: [is('a', '==', '1'), { kind: 'or', of: [is('b', '==', '2'), is('c', '==', '3')] }] },
    ],
    ['status=in=(LIVE, "IN REVIEW")', is('status', 'in', 'LIVE', 'IN REVIEW')],
    ['tags=OUT=(a)', is('tags', 'out', 'a')],
    ['schedule.startDate=ge=2026-01-01T00:00:00Z', is('schedule.startDate', '>=', '2026-01-01T00:00:00Z')],
    [String.raw`name=='it\'s a \\ "name"'`, is('name', '==', String.raw`it's a \ "name"`)],
    [' name == x ; a < 1 ', { kind: 'and', of: [is('name', '==', 'x'), is('a', '<', '1')] }],
    ['name==""', is('name', '==', '')],
  ])('%s', (text, filter) => expect(parseFilter(text)).toEqual(filter))

  test.each([
    ['', 1, 'Write a property'],
    ['name', 5, 'Compare name with'],
    ['name=x', 5, 'Compare name with'],
    ['name=is=x', 5, 'Compare name with'],
    ['name==', 7, 'A value is missing'],
    ['name=="x', 7, 'A quote is not closed'],
    ['name==x;', 9, 'Write a property'],
    ['name==x,', 9, 'Write a property'],
    ['(name==x', 9, 'A parenthesis is not closed'],
    ['name==x)', 8, 'There is no place for )'],
    ['name==x y', 9, 'There is no place for y'],
    ['name=in=x', 9, 'takes a list'],
    ['name=in=(x', 11, 'A list is not closed'],
    ['name==(x)', 7, 'A value is missing'],
    ['(((((((((((a==1)))))))))))', 12, 'nested too deeply'],
    [Array(51).fill('a==1').join(';'), 251, 'comparisons at most'],
    [`a==${'x'.repeat(filterLimits.length)}`, filterLimits.length + 1, 'characters at most'],
  ])('that cannot be understood says where: %s', (text, column, saying) => {
    const reading = () => parseFilter(text)
    expect(reading).toThrow(FilterMistake)
    expect(reading).toThrow(saying)
    expect(reading).toThrow(expect.objectContaining({ column }))
  })

  const value = fc.string({ unit: 'grapheme', maxLength: 20 })
  const selector = fc.stringMatching(/^[A-Za-z_][\w-]{0,8}(\.[A-Za-z_]\w{0,8})?$/)
  const comparison = fc
    .tuple(selector, fc.constantFrom(...filterOperators), fc.array(value, { minLength: 1, maxLength: 3 }))
    .map(
      ([selector, operator, values]): Filter => ({
        kind: 'comparison',
        selector,
        operator,
        values: operator === 'in' || operator === 'out' ? values : values.slice(0, 1),
      }),
    )
  const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'filter' },
      comparison,
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        of: fc.array(tie('filter'), { minLength: 2, maxLength: 3, depthIdentifier: 'filter' }),
      }),
    ),
  }))
  const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`
  const written = (filter: Filter): string => {
    if (filter.kind !== 'comparison')
      return filter.of.map((one) => `(${written(one)})`).join(filter.kind === 'and' ? ';' : ',')
    const { selector, operator, values } = filter
    const sign = /^[a-z]/.test(operator) ? `=${operator}=` : operator
    const list = operator === 'in' || operator === 'out'
    return `${selector}${sign}${list ? `(${values.map(quoted).join(',')})` : quoted(values[0]!)}`
  }

  test('is read back as it was meant, whatever the values say', () =>
    fc.assert(
      fc.property(filter, (filter) => {
        expect(parseFilter(written(filter))).toEqual(filter)
      }),
    ))

  test('that is any text is read or refused, and never crashes', () =>
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab=!<>();,"\'\\ .in') }), (text) => {
        try {
          parseFilter(text)
        } catch (error) {
          expect(error).toBeInstanceOf(FilterMistake)
        }
      }),
    ))
})
