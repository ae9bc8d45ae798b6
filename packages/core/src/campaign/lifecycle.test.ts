import { describe, expect, test } from 'vitest'
import { type Scope, scopes, scopesOf } from '../access/scopes.ts'
import { type CommandSubject, commandsOf, isAvailable, isEditable } from './commands.ts'
import {
  type CampaignStatus,
  campaignActions,
  campaignLifecycle,
  campaignStatuses,
  returnsTo,
} from './lifecycle.ts'
import { campaignCommands } from './schema.ts'

const { table, actionsFrom } = campaignLifecycle

test('a campaign always has a way on', () => {
  expect(campaignStatuses.filter((status) => actionsFrom(status).length === 0)).toEqual([])
})

test('every status but draft is entered by some action, and every action enters a status', () => {
  const entered = new Set(campaignActions.map((action) => table[action].to))
  expect(campaignStatuses.filter((status) => !entered.has(status))).toEqual([])
  for (const action of campaignActions) expect(table[action].from).not.toContain(table[action].to)
})

test('nothing that was live comes back to life', () => {
  const over: CampaignStatus[] = ['completed', 'stopped', 'failed', 'archived']
  for (const status of over)
    for (const action of actionsFrom(status)) expect(over, `${status} ${action}`).toContain(table[action].to)
})

test('what was archived comes back as what it was, but running as stopped and under review as a draft', () => {
  const { from } = table.archive
  expect(Object.fromEntries(from.map((status) => [status, returnsTo(status)]))).toEqual({
    in_review: 'draft',
    scheduled: 'stopped',
    live: 'stopped',
    paused: 'stopped',
    completed: 'completed',
    stopped: 'stopped',
    failed: 'failed',
  })
  const { to, or = [] } = table.unarchive
  expect(new Set(from.map(returnsTo))).toEqual(new Set([to, ...or]))
})

test('begin, complete and fail are the clock’s and the system’s alone', () => {
  for (const status of campaignStatuses)
    expect(actionsFrom(status, scopes)).not.toEqual(expect.arrayContaining(['begin']))
  expect(campaignActions.filter((action) => table[action].by === 'system')).toEqual([
    'begin',
    'complete',
    'fail',
  ])
})

describe('commands', () => {
  const subject = (
    status: CampaignStatus,
    given: { draft?: boolean; live?: boolean } = {},
  ): CommandSubject => {
    const isNew = status === 'draft' || status === 'in_review'
    const { draft = isNew, live = !isNew } = given
    return { kind: 'action', status, draftVersion: draft ? 2 : null, liveVersion: live ? 1 : null }
  }
  const available = (campaign: CommandSubject, held: readonly Scope[] = scopes) =>
    commandsOf(campaign, held)
      .filter((one) => one.available)
      .map(({ command }) => command)

  test.each([
    ['draft', subject('draft'), ['activate', 'edit', 'duplicate', 'delete', 'edit_tags']],
    ['in review', subject('in_review'), ['activate', 'duplicate', 'archive', 'edit_tags']],
    ['scheduled', subject('scheduled'), ['edit', 'stop', 'duplicate', 'archive', 'edit_tags']],
    ['live', subject('live'), ['edit', 'pause', 'stop', 'duplicate', 'archive', 'edit_tags']],
    [
      'live with a draft beside it',
      subject('live', { draft: true, live: true }),
      ['activate', 'edit', 'discard_draft', 'pause', 'stop', 'duplicate', 'archive', 'edit_tags'],
    ],
    ['paused', subject('paused'), ['edit', 'resume', 'stop', 'duplicate', 'archive', 'edit_tags']],
    ['completed', subject('completed'), ['duplicate', 'archive', 'edit_tags']],
    ['stopped', subject('stopped'), ['duplicate', 'archive', 'edit_tags']],
    [
      'stopped with a draft left',
      subject('stopped', { draft: true, live: true }),
      ['duplicate', 'archive', 'edit_tags'],
    ],
    ['failed', subject('failed'), ['duplicate', 'archive', 'edit_tags']],
    ['archived', subject('archived'), ['duplicate', 'unarchive', 'edit_tags']],
  ])('of a campaign that is %s', (_, campaign, expected) => {
    expect(available(campaign)).toEqual(expected)
  })

  test('are all told, whether they can be given or not', () => {
    expect(commandsOf(subject('draft'), []).map(({ command }) => command)).toEqual([...campaignCommands])
  })

  test('a viewer can give none', () => {
    for (const status of campaignStatuses) expect(available(subject(status), scopesOf.viewer)).toEqual([])
  })

  test('a manager neither activates nor stops, and so does not archive what runs either', () => {
    expect(available(subject('draft'), scopesOf.manager)).not.toContain('activate')
    expect(available(subject('live'), scopesOf.manager)).toEqual(['edit', 'duplicate', 'edit_tags'])
    expect(available(subject('stopped'), scopesOf.manager)).toContain('archive')
    expect(isAvailable('archive', subject('live'), scopesOf.approver)).toBe(true)
  })

  test('what can be edited is a draft or runs', () => {
    const editable = campaignStatuses.filter((status) => isEditable(subject(status)))
    expect(editable).toEqual(['draft', 'scheduled', 'live', 'paused'])
  })
})
