import { describe, expect, test } from 'vitest'
import { alertRemarks, offsetOf, templateRemarks } from './problems.ts'

describe('what is marked in an editor', () => {
  test('a tag that is never closed, where it opens', () => {
    const [remark] = templateRemarks('Hello {{ profile.x', undefined, ({ code }) => code)
    expect(remark).toMatchObject({ from: 6, severity: 'error', message: 'unclosed-tag' })
  })

  test('an attribute that no profile has, with the one that was meant', () => {
    const [remark] = templateRemarks('{{ profile.frstName }}', ['firstName'], ({ params }) =>
      String(params.suggestion),
    )
    expect(remark).toMatchObject({ severity: 'warning', message: expect.stringContaining('firstName') })
  })

  test('what would mend it, where that is known', () => {
    const mended = (text: string) => {
      const fix = templateRemarks(text, ['person.name.firstName'], () => '')[0]?.fix
      return fix && `${text.slice(0, fix.from)}${fix.insert}${text.slice(fix.to)}`
    }
    expect(mended('Hi {{ profile.person.name.fristName ?: "you" }}')).toBe(
      'Hi {{ profile.person.name.firstName ?: "you" }}',
    )
    expect(mended('{%= uperCase(context.x) %}')).toBe('{%= upperCase(context.x) %}')
    expect(mended('{{ profile.x')).toBeUndefined()
  })

  test('nothing in a text without tags, and nothing beyond the end of the text', () => {
    expect(templateRemarks('Hello', undefined, () => '')).toEqual([])
    for (const { from, to } of templateRemarks('{{', undefined, () => '')) {
      expect(from).toBeLessThanOrEqual(2)
      expect(to).toBeLessThanOrEqual(2)
    }
  })

  test('an alert of the review at its line and column, once', () => {
    const alert = {
      code: 'empty-link',
      level: 'warning',
      tab: 'content',
      field: 'html',
      message: '',
      params: {},
    } as const
    const text = '<p>\n<a href="">x</a>'
    expect(alertRemarks(text, [{ ...alert, line: 2, column: 4 }], () => 'empty')).toMatchObject([{ from: 7 }])
    expect(alertRemarks('Hi {{ profile.x }}', [{ ...alert, line: 1, column: 7 }], () => '')).toMatchObject([
      { from: 6, to: 15 },
    ])
    expect(alertRemarks(text, [{ ...alert, line: 9, column: 1 }], () => 'empty')).toEqual([])
    expect(alertRemarks(text, [{ ...alert, code: 'template-error', line: 1 }], () => '')).toEqual([])
  })
})

test('a place beyond the end of its line is the end of that line', () => {
  expect(offsetOf('ab\ncd', 1, 9)).toBe(2)
  expect(offsetOf('ab\ncd', 2, 2)).toBe(4)
  expect(offsetOf('ab', 2, 1)).toBeUndefined()
})
