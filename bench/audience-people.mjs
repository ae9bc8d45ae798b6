// The people of the audience benchmark, the same every time. Their ids grow with time, as those that the product makes.
import { randomUUID } from 'node:crypto'

const campaignId = '0190a000-0000-7000-8000-00000000ca01'
/** A list of every fourth person. */
export const listId = '0190a000-0000-7000-8000-00000000a001'

/** Makes an audience that nobody is in; answers its id. */
export async function anAudience(db, sql, sandboxId, id = randomUUID()) {
  await sql`insert into audience (sandbox_id, id, name, kind, definition, status, created_by, modified_by)
    values (${sandboxId}, ${id}, ${id}, 'list', '{"kind":"list","columns":[]}', 'live', 'b', 'b')`.execute(db)
  return id
}

export async function seed(db, sql, sandboxId, { profiles, events, now }) {
  const idOf = (kind, n) =>
    sql`(${`0190a000-0000-7000-${kind}-`} || lpad(to_hex(${sql.raw(n)}), 12, '0'))::uuid`
  await sql`set maintenance_work_mem = '256MB'`.execute(db)
  await sql`create temp table person as select n, ${idOf('8001', 'n')} as id from generate_series(1, ${profiles}::int) n`.execute(
    db,
  )
  await sql`
    insert into profile (sandbox_id, id, attributes)
    select ${sandboxId}, id, jsonb_build_object(
      'person', jsonb_build_object('name', jsonb_build_object('firstName', (array['Marie', 'Paul', 'Zoé', 'Léa'])[1 + n % 4], 'lastName', 'Durand' || n % 5000), 'birthDate', (date '1940-01-01' + n % 24000)::text),
      'homeAddress', jsonb_build_object('city', (array['Lyon', 'Paris', 'Lille', 'Nantes', 'Brest'])[1 + n % 5], 'country', 'FR', 'postalCode', lpad((n % 95000)::text, 5, '0')),
      'loyalty', jsonb_build_object('tier', (array['bronze', 'bronze', 'bronze', 'silver', 'silver', 'gold'])[1 + n % 6], 'points', n % 5000),
      'preferredLanguage', 'fr', 'registeredAt', to_char(timestamptz '2026-11-01' - (n % 1000) * interval '1 day', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
      'devices', jsonb_build_array(jsonb_build_object('os', (array['ios', 'android'])[1 + n % 2], 'version', n % 9), jsonb_build_object('os', 'web', 'version', n % 4)), 'tags', jsonb_build_array('t' || n % 50, 't' || n % 7))
      from person`.execute(db)
  await sql`insert into profile_identity select ${sandboxId}, 'email', 'p' || n || '@bench.example', id from person`.execute(
    db,
  )
  await sql`insert into consent (sandbox_id, channel, subject, choice, source) select ${sandboxId}, 'email', 'profile:' || id, case when n % 3 = 0 then 'out' else 'in' end, 'bench' from person where n % 2 = 0`.execute(
    db,
  )
  await sql`create index on person (n)`.execute(db)
  const remake = await withoutIndexes(db, sql, 'profile_event')
  await sql`
    insert into profile_event (sandbox_id, at, id, profile_id, type, data)
    select ${sandboxId}, ${now}::timestamptz - (e % 400) * interval '1 day', ${idOf('8002', 'e')}, p.id,
           (array['order', 'view', 'view', 'view'])[1 + e % 4], jsonb_build_object('total', e % 300, 'category', 'c' || e % 20)
      from generate_series(1, ${events}::int) e join person p on p.n = 1 + (e::bigint * 7919) % ${profiles}::int`.execute(
    db,
  )
  await remake()
  await sql`
    insert into message (sandbox_id, id, campaign_id, version, batch_id, ordinal, profile_id, status, created_at, expires_at, settled_at, opened_at)
    select ${sandboxId}, ${idOf('8003', 'n')}, ${campaignId}::uuid, 1, 1, n, id, 'sent', at, at, at, case when n % 8 = 0 then at end
      from person, lateral (select ${now}::timestamptz - (n % 60) * interval '1 day' as at) as times where n % 2 = 0`.execute(
    db,
  )
  await anAudience(db, sql, sandboxId, listId)
  await sql`insert into audience_member (sandbox_id, audience_id, profile_id, joined_at)
    select ${sandboxId}, ${listId}::uuid, id, now() from person where n % 4 = 0`.execute(db)
  for (const table of [
    'profile',
    'profile_identity',
    'consent',
    'profile_event',
    'message',
    'audience_member',
  ])
    await sql`vacuum analyze ${sql.table(table)}`.execute(db)
}

/** Takes the indexes off a table, because many rows come in quicker without; answers how to make the same ones again. */
async function withoutIndexes(db, sql, table) {
  const { rows } = await sql`
    select indexname as name, indexdef as definition, pg_get_constraintdef(c.oid) as key
      from pg_indexes left join pg_constraint c on c.conname = indexname and c.conrelid = tablename::regclass
     where tablename = ${table}`.execute(db)
  for (const { name, key } of rows)
    await (key
      ? sql`alter table ${sql.table(table)} drop constraint ${sql.ref(name)}`
      : sql`drop index ${sql.ref(name)}`
    ).execute(db)
  return async () => {
    for (const { name, definition, key } of rows)
      await (key
        ? sql`alter table ${sql.table(table)} add constraint ${sql.ref(name)} ${sql.raw(key)}`
        : sql.raw(definition.replace(' ON ONLY ', ' ON '))
      ).execute(db)
  }
}
