import { ViewState } from '@chappe/core/campaign/view'
import { expect, test } from 'vitest'
import { type CampaignsSearch, campaignsSearch } from '../search.ts'
import { isBare, searchOf, stateOf } from './view-state.ts'

const id = '01970000-0000-7000-8000-000000000001'
const search: CampaignsSearch = {
  tab: 'action',
  q: 'gold',
  status: [],
  category: ['marketing'],
  tag: ['vip'],
  folder: id,
  mine: true,
  recent: true,
  from: '2026-01-01',
  to: '2026-02-01',
  audience: [id],
  configuration: [id],
  startFrom: '2026-03-01',
  startTo: '2026-03-31',
  endFrom: '2026-04-01',
  endTo: '2026-04-30',
  sort: 'name',
  order: 'asc',
}

test('a view brings back all that an address says, and the columns', () => {
  const state = ViewState.parse(stateOf({ ...search, create: true }, ['name', 'tags']))
  expect(searchOf({ id, state }, 'action')).toEqual({ ...search, view: id })
  expect(state.columns).toEqual(['name', 'tags'])
})

test('every filter of an address is kept by a view, but for the dialog that is open and the view itself', () => {
  const kept = searchOf({ id, state: stateOf(search, []) }, 'action')
  const known = Object.keys(campaignsSearch.shape).filter((field) => field !== 'create')
  expect(Object.keys(kept).sort()).toEqual(known.sort())
})

test('what is as usual is not kept, so that it follows what is usual', () => {
  expect(stateOf({}, [])).toEqual({ columns: [] })
})

test('a view that was saved before there were more filters still opens', () => {
  const state = ViewState.parse({ search: 'gold', status: ['live'] })
  const { q, status, audience, startFrom } = searchOf({ id, state }, 'api')
  expect({ q, status, audience, startFrom }).toEqual({ q: 'gold', status: ['live'] })
})

test('one begins with a view only where the address says nothing', () => {
  expect(isBare({ tab: 'api' })).toBe(true)
  expect(isBare({ tab: 'api', view: 'none' })).toBe(false)
  expect(isBare({ status: [] })).toBe(false)
})
