import type { Consent } from '@chappe/core/api/consents'
import { expect, test } from 'vitest'
import { rowsOf } from './table.ts'

const said = (
  topic: string,
  address: string | null = null,
  channel: Consent['channel'] = 'email',
): Consent => ({
  channel,
  topic,
  address,
  choice: 'out',
  source: 'page',
  at: '2026-11-21T07:00:00Z',
})
const topic = (key: string, archived = false, channels: Consent['channel'][] = ['email']) => ({
  key,
  channels,
  archivedAt: archived ? '2026-11-21T07:00:00Z' : null,
})
const shown = (rows: ReturnType<typeof rowsOf>) =>
  rows.map((row) => [row.topic, row.address, row.said !== undefined])

test('the channel comes first, then its topics; who said nothing has a row to say it in', () => {
  expect(shown(rowsOf('email', [], [topic('news'), topic('sms-only', false, ['sms'])]))).toEqual([
    ['', null, false],
    ['news', null, false],
  ])
})

test('a topic that is offered no more shows where something was said about it, and addresses under what they are about', () => {
  const all = [said(''), said('', 'old@example.com'), said('gone'), said('sms', null, 'sms')]
  expect(shown(rowsOf('email', all, [topic('gone', true), topic('other', true)]))).toEqual([
    ['', null, true],
    ['', 'old@example.com', true],
    ['gone', null, true],
  ])
})
