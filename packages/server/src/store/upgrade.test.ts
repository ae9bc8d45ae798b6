import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { aDatabase } from '../testing/database.ts'
import { differences } from './ledger.ts'
import { migrate } from './migrate.ts'
import { list } from './occurrences.ts'
import * as tallies from './tallies.ts'

const all = fileURLToPath(new URL('../../../../db/migrations/', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'migrations-'))
afterAll(() => rmSync(folder, { recursive: true }))

const campaign = '01970000-0000-7000-8000-00000000000c'
const occurrence = '01970000-0000-7000-8000-00000000000f'

test('what was counted before counters knew their occurrence is counted for its own, and for the campaign as it was', async () => {
  const { url, pool, db } = await aDatabase({ empty: true })
  for (const name of readdirSync(all)) if (name < '0008') cpSync(join(all, name), join(folder, name))
  await migrate(url, folder)
  await pool.query(`
    insert into organization (id, name) values ('o', 'o');
    insert into sandbox (organization_id, name, title) values ('o', 'prod', 'prod');
    insert into campaign (sandbox_id, id, kind, category, channel, name, status, live_version, created_by, created_by_id,
                          modified_by, occurrences)
    values (1, '${campaign}', 'action', 'marketing', 'email', 'c', 'live', 1, 'x', 'x', 'x', 1);
    insert into campaign_version (sandbox_id, campaign_id, number, state, definition, created_by, modified_by)
    values (1, '${campaign}', 1, 'live', '{}', 'x', 'x');
    insert into occurrence (sandbox_id, id, campaign_id, number, version, planned_at, status, targeted, released, started_at)
    values (1, '${occurrence}', '${campaign}', 1, 1, '2026-03-01T10:00Z', 'sending', 10, 10, '2026-03-01T10:00Z');
    insert into message (sandbox_id, id, campaign_id, version, batch_id, ordinal, status, failure, reason, created_at,
                         expires_at, settled_at, occurrence_id, recipient_id, opened_at, clicked_at, clicked_links)
    select 1, ('01970000-0000-7000-8000-0000000001' || lpad(n::text, 2, '0'))::uuid, '${campaign}', 1, 1, n,
           case when n < 6 then 'sent' when n < 8 then 'failed' when n < 9 then 'excluded' else 'deferred' end,
           case when n in (6, 7) then 'bounced' end,
           case when n in (6, 7) then 'policy' when n = 8 then 'no-consent' end,
           '2026-03-01T10:00Z', '2026-03-01T12:00Z', case when n < 9 then timestamptz '2026-03-01T11:20Z' end,
           '${occurrence}', gen_random_uuid(), case when n = 0 then timestamptz '2026-03-01T11:30Z' end,
           case when n = 0 then timestamptz '2026-03-01T11:31Z' end, case when n = 0 then array[2] else '{}' end
      from generate_series(0, 9) n;
    insert into batch (sandbox_id, campaign_id, version, lane, kind, size, message_ids)
    values (1, '${campaign}', 1, 'marketing', 'messages', 1, array['01970000-0000-7000-8000-000000000109'::uuid]);
    update message set batch_id = (select id from batch);
    insert into event (sandbox_id, at, message_id, campaign_id, type)
    select 1, '2026-03-01T11:30Z', '01970000-0000-7000-8000-000000000100', '${campaign}', t
      from unnest(array['opened', 'clicked', 'clicked']) t;
    insert into tally (sandbox_id, campaign_id, hour, metric, reason, count) values
      (1, '${campaign}', '2026-03-01T10:00Z', 'targeted', '', 10), (1, '${campaign}', '2026-03-01T10:00Z', 'retry', '', 3),
      (1, '${campaign}', '2026-03-01T11:00Z', 'sent', '', 6), (1, '${campaign}', '2026-03-01T11:00Z', 'bounced', 'policy', 2),
      (1, '${campaign}', '2026-03-01T11:00Z', 'open', '', 1), (1, '${campaign}', '2026-03-01T11:00Z', 'unique_open', '', 1),
      (1, '${campaign}', '2026-03-01T11:00Z', 'click', '1.2', 2), (1, '${campaign}', '2026-03-01T11:00Z', 'unique_click', '', 1),
      (1, '${campaign}', '2026-03-01T11:00Z', 'unique_click', '1.2', 1);
    insert into tally_delta (sandbox_id, campaign_id, hour, metric, reason, count) values
      (1, '${campaign}', '2026-03-01T11:00Z', 'excluded', 'no-consent', 1)`)
  const sums = async () => {
    const { rows } = await pool.query<{ metric: string; reason: string; count: number }>(`
      select metric, case when metric = 'click' then '' else reason end as reason, sum(count) as count
        from (select metric, reason, count from tally union all select metric, reason, count from tally_delta) t
       group by 1, 2 having sum(count) <> 0 order by 1, 2`)
    return rows
  }
  const before = await sums()
  await migrate(url)
  expect(await sums()).toEqual(before)
  expect(await differences(db)).toEqual([])
  while ((await tallies.fold(db)) > 0);
  expect(await differences(db)).toEqual([])
  expect(await list(db, 1, campaign, 1)).toMatchObject([
    { targeted: 10, sent: 6, failed: 2, excluded: 1, uncertain: 0, pending: 1, left: 0, kind: 'slot' },
  ])
  const { rows } = await pool.query('select occurrence_id from batch')
  expect(rows).toEqual([{ occurrence_id: occurrence }])
})
