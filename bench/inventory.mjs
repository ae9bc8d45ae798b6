// The inventory at 100,000 campaigns: what the screen asks for, through the engine and through the API, beside the
// plainest page that there is (the first 50 rows by primary key) on the same connection in the same run.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, bundle } from '../scripts/build.mjs'
import { authenticate, caller, startProduct, stopProduct } from './product.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const say = (...words) => console.log(...words)
const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
const columns = (...cells) =>
  cells.map((cell, n) => (n === 0 ? cell.padEnd(44) : cell.padStart(10))).join(' ')

/** p50 and p95 of each work, ms: by turns, so that a busy machine is busy for all of them; twice for nothing before. */
async function measure(turns, ...works) {
  const took = works.map(() => [])
  for (let n = -2; n < turns; n++)
    for (const [which, work] of works.entries()) {
      const began = performance.now()
      await work()
      if (n >= 0) took[which].push(performance.now() - began)
    }
  return took.map((all) => {
    all.sort((a, b) => a - b)
    return { p50: at(all, 0.5), p95: at(all, 0.95) }
  })
}

export async function run(args) {
  const option = (name, standard) =>
    Number(args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? standard)
  const campaigns = option('campaigns', 100_000)
  const turns = option('turns', 40)
  await build({ say })
  const source = (path) => join(root, 'packages/server/src', path)
  await bundle(
    {
      inventory: source('app/inventory.ts'),
      bulk: source('app/bulk.ts'),
      db: source('store/db.ts'),
      embedded: source('store/embedded/embedded.ts'),
    },
    join(root, 'dist/bench'),
  )
  const load = (name) => import(pathToFileURL(join(root, `dist/bench/${name}.mjs`)).href)
  const [inventory, { bulk }, { openDatabase }, { findEmbedded }] = await Promise.all(
    ['inventory', 'bulk', 'db', 'embedded'].map(load),
  )
  const { sql } = await import('kysely')

  const folder = mkdtempSync(join(tmpdir(), 'chappe-bench-'))
  chmodSync(folder, 0o755)
  const port = 18_000 + (process.pid % 2_000)
  const product = await startProduct(folder, port)
  product.removeAllListeners('exit')
  product.stdout.resume()
  const { db, pool } = openDatabase({ connection: { connectionString: await findEmbedded(folder) } })
  try {
    const [{ id: sandboxId }] = (await sql`select id from sandbox where name = 'prod'`.execute(db)).rows
    say(
      `\nNode ${process.versions.node}, ${cpus().length} cores (${cpus()[0].model}); everything on this machine`,
    )
    const began = performance.now()
    const folderId = await seed(db, sql, sandboxId, campaigns)
    say(
      `${campaigns.toLocaleString('en-US')} campaigns made in ${((performance.now() - began) / 1000).toFixed(1)} s`,
    )

    const actor = {
      id: 'person-7',
      name: 'Person 7',
      scopes: ['campaigns:read', 'campaigns:write', 'campaigns:publish'],
    }
    const ctx = { db, sandboxId, actor, now: () => new Date() }
    const call = caller(port, await authenticate(port))
    const usual = { kind: 'action', status: ['draft', 'scheduled', 'live', 'paused'] }
    const page = { limit: 50, offset: 0, sort: 'modifiedAt', order: 'desc' }
    const cases = {
      'as it opens: 4 statuses, last modified first': { ...usual },
      'every status': { kind: 'action' },
      'search, 1 in 1,000: "sale 47"': { kind: 'action', search: 'sale 47' },
      'search, 1 in 8: "black friday"': { ...usual, search: 'BLACK friday' },
      'search, all of them: "campaign"': { kind: 'action', search: 'campaign' },
      'search, two letters: "47"': { ...usual, search: '47' },
      'search for what is not there': { ...usual, search: 'no such words' },
      ...Object.fromEntries(
        [
          'name',
          'status',
          'category',
          'startAt',
          'endAt',
          'nextAt',
          'createdAt',
          'createdBy',
          'modifiedBy',
          'activatedAt',
        ].flatMap((sort) =>
          ['asc', 'desc'].map((order) => [`sorted by ${sort}, ${order}`, { ...usual, sort, order }]),
        ),
      ),
      'category and tag': { ...usual, category: ['marketing'], tag: ['Tag 7'] },
      'a rare tag': { ...usual, tag: ['rare'] },
      'a status that few have': { kind: 'action', status: ['failed'] },
      'created by me': { ...usual, createdByMe: true },
      'modified by me, 30 days': {
        ...usual,
        modifiedByMe: true,
        modifiedFrom: new Date(Date.now() - 30 * 86_400_000).toISOString(),
      },
      'a folder with those in it': { ...usual, folder: folderId },
      'in no folder, created in a month': {
        ...usual,
        folder: 'none',
        createdFrom: '2026-03-01T00:00:00Z',
        createdTo: '2026-04-01T00:00:00Z',
      },
      'a rare audience': { ...usual, audience: [audienceOf(7)] },
      'an audience that 1 in 3 has': { kind: 'action', audience: [audienceOf(0)] },
      'a rare configuration': { ...usual, configuration: [configurationOf(7)] },
      'a configuration that half of them have, by name': {
        kind: 'action',
        configuration: [configurationOf(0)],
        sort: 'name',
        order: 'asc',
      },
      'audience, configuration, search': {
        kind: 'action',
        audience: [audienceOf(0)],
        configuration: [configurationOf(0)],
        search: 'sale',
      },
      'starts within a week': {
        kind: 'action',
        startFrom: '2026-03-01T00:00:00Z',
        startTo: '2026-03-08T00:00:00Z',
      },
      'ends within a month': { kind: 'action', endFrom: inDays(30), endTo: inDays(60) },
      'page 200 (offset 10,000)': { ...usual, offset: 10_000 },
      'page 800 by name (offset 40,000)': { kind: 'action', sort: 'name', order: 'asc', offset: 40_000 },
    }
    const plainPage = () =>
      sql`select * from campaign where sandbox_id = ${sandboxId} order by id limit 50`.execute(db)
    say(`\nms, ${turns} turns each; the engine’s answer has 50 campaigns and the number of all that match`)
    say(columns('', 'p50', 'p95', 'plain p50', '× plain', 'API p50', 'API p95', 'matching'))
    for (const [name, asked] of Object.entries(cases)) {
      const query = { ...page, ...asked }
      const address = `/v1/campaigns?${new URLSearchParams(
        Object.entries(query).flatMap(([key, value]) =>
          value === undefined ? [] : [value].flat().map((one) => [key, String(one)]),
        ),
      )}`
      const { total } = await inventory.list(ctx, query)
      const [plain, engine, api] = await measure(
        turns,
        plainPage,
        () => inventory.list(ctx, query),
        () => call('GET', address),
      )
      say(
        columns(
          name,
          engine.p50.toFixed(1),
          engine.p95.toFixed(1),
          plain.p50.toFixed(1),
          (engine.p50 / plain.p50).toFixed(1),
          api.p50.toFixed(1),
          api.p95.toFixed(1),
          total.toLocaleString('en-US'),
        ),
      )
    }
    const live = { ...page, kind: 'action', status: ['live'] }
    const going = () => inventory.list(ctx, live)
    const [before] = await measure(turns, going)
    await stand(db, sql, (await going()).items)
    const [after] = await measure(turns, going)
    say(columns('50 live ones, none being sent', before.p50.toFixed(1), before.p95.toFixed(1)))
    say(columns('50 live ones that wait for a wave', after.p50.toFixed(1), after.p95.toFixed(1)))
    if ((await going()).items.some(({ waits }) => waits?.reason !== 'wave')) throw new Error('Not all wait')

    for (const [name, path] of [
      ['every tag with its number', '/v1/tags'],
      ['folders with what they hold', '/v1/folders'],
    ]) {
      const [plain, api] = await measure(turns, plainPage, () => call('GET', path))
      say(columns(name, '', '', plain.p50.toFixed(1), '', api.p50.toFixed(1), api.p95.toFixed(1)))
    }

    const { rows } = await sql`select id from campaign where sandbox_id = ${sandboxId} and status = 'stopped'
      limit 1000`.execute(db)
    const ids = rows.map(({ id }) => id)
    say(
      `\nOne bulk command for ${ids.length.toLocaleString('en-US')} campaigns, s: a look at what would come of it; doing it`,
    )
    for (const command of [
      { command: 'add_tags', tags: ['swept'] },
      { command: 'move', folderId },
      { command: 'archive' },
      { command: 'unarchive' },
    ]) {
      const seconds = []
      for (const dryRun of [true, false]) {
        const start = performance.now()
        const { refused } = await bulk(ctx, { ...command, ids, dryRun })
        if (refused > 0) throw new Error(`${command.command}: ${refused} refused`)
        seconds.push(((performance.now() - start) / 1000).toFixed(2))
      }
      say(columns(command.command, ...seconds))
    }
  } finally {
    await pool.end()
    await stopProduct(product)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString()
const idOf = (group) => (n) => `0190a000-0000-7000-${group}-${n.toString(16).padStart(12, '0')}`
const audienceOf = idOf('8006')
const configurationOf = idOf('8007')

/** Each of these campaigns is being sent, and the rest of it waits for its next wave. */
async function stand(db, sql, campaigns) {
  const ids = campaigns.map(({ id }) => id)
  const occurrence = sql`('0190a000-0000-7000-8008-' || right(id::text, 12))::uuid`
  await sql`insert into occurrence (sandbox_id, id, campaign_id, number, version, planned_at, status, targeted, released, started_at)
    select sandbox_id, ${occurrence}, id, 1, 1, now(), 'sending', 20000, 10000, now() from campaign where id = any(${ids}::uuid[])`.execute(
    db,
  )
  await sql`insert into wave (occurrence_id, number, starts_at, targeted)
    select ${occurrence}, n, now() + (n - 1) * interval '10 days', 10000
      from campaign cross join generate_series(1, 2) n where id = any(${ids}::uuid[])`.execute(db)
  await sql`insert into batch (sandbox_id, campaign_id, version, lane, kind, size, profile_ids, first_id, last_id, due_at,
                       occurrence_id, wave)
    select sandbox_id, id, 1, 'marketing', 'recipients', 500, '{}', id, id, 'infinity', ${occurrence}, 2
      from campaign cross join generate_series(1, 20) n where id = any(${ids}::uuid[])`.execute(db)
}

/** Campaigns as years of work leave them, each trait drawn by itself; answers a folder that holds folders. */
async function seed(db, sql, sandboxId, campaigns) {
  const any = (trait) => sql`abs(hashint4(n * 31 + ${sql.raw(String(trait))}))`
  // Many rows come in quicker without it.
  const { rows: indexes } = await sql`select indexname as name, indexdef as definition from pg_indexes
    where indexname = 'campaign_search'`.execute(db)
  for (const { name } of indexes) await sql`drop index ${sql.ref(name)}`.execute(db)
  const folderOf = (n) => sql`('0190a000-0000-7000-8004-' || lpad(to_hex(${sql.raw(n)}), 12, '0'))::uuid`
  await sql`insert into folder (sandbox_id, id, kind, parent_id, name, created_by, modified_by)
    select ${sandboxId}, ${folderOf('n')}, 'campaign', case when n > 20 then ${folderOf('1 + n % 20')} end,
           'Folder ' || n, 'b', 'b' from generate_series(1, 200) n`.execute(db)
  await sql`
    insert into campaign (sandbox_id, id, kind, category, channel, name, tags, status, draft_version, live_version, start_at,
                          end_at, next_at, created_at, created_by, created_by_id, modified_at, modified_by, modified_by_id,
                          activated_at, archived_at, returns_to, folder_id, failure)
    select ${sandboxId}, ('0190a000-0000-7000-8005-' || lpad(to_hex(n), 12, '0'))::uuid,
           case when ${any(2)} % 4 = 0 then 'api_triggered' else 'action' end,
           case when ${any(3)} % 3 = 0 then 'transactional' else 'marketing' end, 'email',
           (array['Spring sale', 'Black Friday', 'Newsletter', 'Welcome', 'Order confirmation', 'Win back', 'Été', 'VIP'])[1 + ${any(1)} % 8]
             || ' ' || (n * 7919) % 100000 || ' campaign',
           array['Tag ' || ${any(4)} % 40, 'EU'] || case when n % 5000 = 0 then array['rare'] else '{}' end,
           status, case when status in ('draft', 'in_review') then 1 end,
           case when status not in ('draft', 'in_review') then 1 end,
           case when status = 'scheduled' then ahead when status <> 'draft' then at + interval '2 days' end,
           case when ${any(5)} % 3 = 0 then ahead + interval '40 days' end,
           case when status in ('live', 'scheduled') and ${any(6)} % 2 = 0 then ahead end,
           at, 'Person ' || ${any(7)} % 60, 'person-' || ${any(7)} % 60, least(at + (${any(8)} % 90) * interval '1 day', now()),
           'Person ' || ${any(9)} % 45, 'person-' || ${any(9)} % 45, case when status not in ('draft', 'in_review') then at + interval '1 day' end,
           case when status = 'archived' then now() end, case when status = 'archived' then 'completed' end,
           case when ${any(10)} % 10 < 7 then ${folderOf('1 + abs(hashint4(n + 77)) % 200')} end, case when status = 'failed' then 'x' end
      from (select n, timestamptz '2024-01-01' + (${any(12)} % 1000) * interval '1 day' + n * interval '1 second' as at,
                   -- So far ahead that no clock of the product moves anything meanwhile.
                   now() + interval '10 days' + n * interval '1 minute' as ahead,
                   (array['completed', 'completed', 'completed', 'draft', 'live', 'completed', 'stopped', 'scheduled', 'stopped',
                          'archived', 'completed', 'live', 'draft', 'completed', 'paused', 'completed'])[1 + ${any(11)} % 16] as usual
              from generate_series(1, ${campaigns}::int) n) s
     cross join lateral (select case when ${any(2)} % 4 = 0 and usual = 'paused' then 'live' when n % 997 = 0 then 'failed'
                                     else usual end as status) t`.execute(db)
  // A content of 4 KB that hardly compresses, as real ones do.
  await sql`
    insert into campaign_version (sandbox_id, campaign_id, number, state, definition, created_by, modified_by)
    select sandbox_id, id, 1, case when live_version is null then 'draft' else 'live' end, jsonb_build_object(
             'channelConfigurationId', case when n % 2 = 0 then ${sql.lit(configurationOf(0))}::text else
                  '0190a000-0000-7000-8007-' || lpad(to_hex(1 + abs(hashint4(n)) % 400), 12, '0') end,
             'content', jsonb_build_object('html', content)),
           'b', 'b'
      from (select *, row_number() over (order by id)::int as n from campaign where sandbox_id = ${sandboxId}
               and id::text like '0190a000-0000-7000-8005-%') c
     cross join (select string_agg(md5(i::text), '') as content from generate_series(1, 128) i) t`.execute(db)
  await sql`insert into audience (sandbox_id, id, name, kind, definition, status, created_by, modified_by)
    select ${sandboxId}, ('0190a000-0000-7000-8006-' || lpad(to_hex(n), 12, '0'))::uuid, 'Audience ' || n, 'list', '{}',
           'live', 'b', 'b' from generate_series(0, 2000) n`.execute(db)
  await sql`insert into audience_campaign (sandbox_id, audience_id, campaign_id, version)
    select ${sandboxId}, ('0190a000-0000-7000-8006-' || lpad(to_hex(a), 12, '0'))::uuid, id, 1
      from (select id, row_number() over (order by id)::int as n from campaign where sandbox_id = ${sandboxId}
               and id::text like '0190a000-0000-7000-8005-%') c
     cross join lateral (select 1 + abs(hashint4(n + 5)) % 2000 as a union all select 0 where n % 3 = 0) t`.execute(
    db,
  )
  for (const { definition } of indexes) await sql.raw(definition).execute(db)
  await sql`vacuum analyze campaign`.execute(db)
  await sql`vacuum analyze campaign_version`.execute(db)
  await sql`vacuum analyze audience_campaign`.execute(db)
  const { rows } = await sql`select ${folderOf('2')} as id`.execute(db)
  return rows[0].id
}
