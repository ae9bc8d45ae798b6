import { readFileSync } from 'node:fs'
import { analyze } from '@chappe/core/template/analyze'
import { parse } from '@chappe/core/template/parse'
import { describe, expect, test } from 'vitest'

const guide = readFileSync(new URL('../../../docs/guides/personalization.md', import.meta.url), 'utf8')
const blocks = [...guide.matchAll(/^```(handlebars(?:-fragment)?)\n(.*?)^```$/gms)].map(
  ([, kind, source]) => [kind!, source!] as const,
)

describe('the guide to personalization', () => {
  test('shows templates', () => {
    expect(blocks.length).toBeGreaterThan(4)
  })

  test.each(blocks)('%s %s can be read, without an error', (kind, source) => {
    const parsed = parse(source)
    expect(parsed).toMatchObject({ ok: true })
    if (!parsed.ok) return
    const { problems } = analyze(parsed.ast, { inFragment: kind.endsWith('fragment') })
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
  })
})
