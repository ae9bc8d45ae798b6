import { campaignStatuses } from '@chappe/core/campaign/lifecycle'
import { today } from '@internationalized/date'
import { expect, test } from 'vitest'
import { filtersOf, idOf, isDefault, queryFrom, statusesIn, without, withoutAny } from './filters.ts'
import { campaignsSearch } from './search.ts'

test('without a word about statuses, drafts and campaigns that are scheduled, live or paused are shown, as chips', () => {
  expect(filtersOf({ tab: 'action' }).map(idOf)).toEqual([
    'status:draft',
    'status:scheduled',
    'status:live',
    'status:paused',
  ])
  expect(queryFrom({ tab: 'action' }, 'action', 'UTC').status).toEqual([
    'draft',
    'scheduled',
    'live',
    'paused',
  ])
  expect(isDefault({})).toBe(true)
})

test('campaigns that are called are never paused, and so there is no word of it', () => {
  expect(filtersOf({}).map(idOf)).toEqual(['status:draft', 'status:scheduled', 'status:live'])
  expect(statusesIn({ tab: 'api' })).not.toContain('paused')
  expect(statusesIn({ tab: 'action' })).toEqual([...campaignStatuses])
})

test('what I modified lately begins thirty days ago, today counted in', () => {
  const { modifiedByMe, modifiedFrom } = queryFrom({ recent: true }, 'action', 'UTC')
  expect(modifiedByMe).toBe(true)
  const first = today('UTC').subtract({ days: 29 })
  expect(modifiedFrom).toBe(`${first}T00:00:00.000Z`)
})

test('removing the last status shows all of them, and does not bring the default back', () => {
  const removed = without({ status: ['live'] }, { by: 'status', value: 'live' })
  expect(removed.status).toEqual([])
  expect(queryFrom(removed, 'action', 'UTC').status).toBeUndefined()
  expect(isDefault(removed)).toBe(false)
})

test('each chip removes its own filter and no other', () => {
  const search = {
    status: [],
    category: ['marketing' as const],
    tag: ['q4', 'vip'],
    mine: true,
    recent: true,
    from: '2026-01-01',
    audience: ['a'],
    configuration: ['c'],
    startFrom: '2026-02-01',
    endTo: '2026-03-01',
  }
  const chips = filtersOf(search)
  expect(chips.map(idOf)).toEqual([
    'category:marketing',
    'tag:q4',
    'tag:vip',
    'mine',
    'recent',
    'audience:a',
    'configuration:c',
    'dates',
    'start',
    'end',
  ])
  for (const chip of chips) {
    const left = filtersOf(without(search, chip)).map(idOf)
    expect(left).toEqual(chips.map(idOf).filter((id) => id !== idOf(chip)))
  }
})

test('clearing keeps the tab and the order', () => {
  expect(withoutAny({ tab: 'api', sort: 'name', order: 'asc', q: 'x', mine: true })).toEqual({
    tab: 'api',
    sort: 'name',
    order: 'asc',
    status: [],
  })
})

test('days are the reader’s, the last one is counted in, and a day may have 25 hours', () => {
  const { createdFrom, createdTo } = queryFrom(
    { from: '2026-10-25', to: '2026-10-25' },
    'action',
    'Europe/Paris',
  )
  expect(createdFrom).toBe('2026-10-24T22:00:00.000Z')
  expect(createdTo).toBe('2026-10-25T23:00:00.000Z')
})

test('what starts or ends by a day counts that day in', () => {
  const query = queryFrom({ startFrom: '2026-10-25', endTo: '2026-10-25' }, 'action', 'Europe/Paris')
  expect(query.startFrom).toBe('2026-10-24T22:00:00.000Z')
  expect(query.endTo).toBe('2026-10-25T23:00:00.000Z')
  expect(isDefault({ endTo: '2026-10-25' })).toBe(false)
})

test('a damaged address falls back to the default, piece by piece', () => {
  expect(campaignsSearch.parse({ q: 'gold', status: ['nonsense'], from: 'yesterday', sort: 7 })).toEqual({
    q: 'gold',
  })
})
