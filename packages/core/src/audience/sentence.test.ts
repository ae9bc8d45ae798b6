import { expect, test } from 'vitest'
import type { Condition, Rule } from './rule.ts'
import { sentence } from './sentence.ts'

const group = (join: 'and' | 'or', rules: Rule[], not = false): Rule => ({ kind: 'group', join, not, rules })
const tier: Condition = {
  kind: 'attribute',
  path: 'loyalty.tier',
  test: { operator: 'equals', value: 'gold' },
}
const orders: Condition = {
  kind: 'event',
  type: 'order',
  where: [{ path: 'total', test: { operator: 'greater', value: 1250.5 } }],
  window: { kind: 'last', amount: 30, unit: 'day' },
  measure: { of: 'count' },
  test: { operator: 'at_least', value: 2 },
}
const emails: Condition = { kind: 'consent', channel: 'email', topic: '', choice: 'in' }
const names = { attribute: (path: string) => ({ 'loyalty.tier': 'niveau de fidélité' })[path] }

test('a rule reads as a sentence in both languages, groups between brackets', () => {
  const rule = group('and', [tier, group('or', [orders, emails]), group('and', [tier], true)])
  expect(sentence(rule, 'en')).toBe(
    'Loyalty.tier is “gold” and (event “order” with total is more than 1,250.5: at least 2 in the last 30 days or accepts email) and loyalty.tier is not “gold”',
  )
  expect(sentence(rule, 'fr', names)).toBe(
    'Niveau de fidélité est «\u202fgold\u202f» et (événement «\u202forder\u202f» dont total est supérieur à 1\u202f250,5\u00a0: au moins 2 au cours des 30 derniers jours ou accepte les e-mails) et niveau de fidélité n’est pas «\u202fgold\u202f»',
  )
})

test.each([
  [
    group('or', [tier, emails], true),
    'Aucune de ces conditions n’est remplie (loyalty.tier est «\u202fgold\u202f» ou accepte les e-mails)',
  ],
  [
    group('and', [tier, emails], true),
    'Ces conditions ne sont pas toutes remplies (loyalty.tier est «\u202fgold\u202f» et accepte les e-mails)',
  ],
  [group('and', [emails], true), 'N’accepte pas les e-mails'],
  [
    group('and', [group('or', [tier, emails], true)], true),
    '(loyalty.tier est «\u202fgold\u202f» ou accepte les e-mails)',
  ],
  [
    group('or', [{ ...orders, where: [], window: { kind: 'ever' } }], true),
    'Événement «\u202forder\u202f»\u00a0: moins de 2',
  ],
] as const)('what must not be is said as people say it: %j', (rule, said) => {
  expect(sentence(rule as Rule, 'fr')).toBe(said)
})

test('an empty group is everybody or nobody', () => {
  expect(sentence(group('and', []), 'en')).toBe('Everybody')
  expect(sentence(group('or', []), 'fr')).toBe('Personne')
  expect(sentence(group('and', [], true), 'en')).toBe('Nobody')
})

test.each([
  [{ kind: 'last', amount: 1, unit: 'week' }, 'au cours de la dernière semaine'],
  [{ kind: 'last', amount: 2, unit: 'week' }, 'au cours des 2 dernières semaines'],
  [{ kind: 'last', amount: 1, unit: 'month' }, 'au cours du dernier mois'],
  [
    { kind: 'between', from: '2026-01-01', to: '2026-02-01' },
    'entre le 1er janvier 2026 et le 1er février 2026',
  ],
] as const)('a window %j is said in French', (window, words) => {
  expect(sentence({ ...orders, where: [], window }, 'fr')).toContain(words)
})
