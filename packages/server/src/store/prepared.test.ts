import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { aDatabase } from '../testing/database.ts'
import { openDatabase } from './db.ts'

const { connection } = await aDatabase()
const { db } = openDatabase({ connection, max: 1, prepared: true })
afterAll(() => db.destroy())

const prepared = async () =>
  (
    await sql<{ uses: number }>`select generic_plans::int as uses from pg_prepared_statements
     where statement like '%from batch where size%'`.execute(db)
  ).rows

test('a statement is planned once for a connection, whatever its values', async () => {
  for (const size of [1, 2, 3]) {
    const { rows } = await sql<{ size: number }>`
      select ${size}::int as size, count(*) from batch where size = ${size}`.execute(db)
    expect(rows[0]!.size).toBe(size)
  }
  expect(await prepared()).toEqual([{ uses: 3 }])
})

test('what fails fails alone: the next use of the same statement works', async () => {
  const ratio = (by: number) => sql<{ n: number }>`select 6 / ${by}::int as n`.execute(db)
  await expect(ratio(0)).rejects.toMatchObject({ code: '22012' })
  expect((await ratio(3)).rows).toEqual([{ n: 2 }])
})

test('a table that was empty when a statement was planned is not read whole once it is full', async () => {
  const plan = await sql<{
    'QUERY PLAN': string
  }>`explain select from message where id = any(${[]}::uuid[])`.execute(db)
  expect(JSON.stringify(plan.rows)).toContain('Index')
})
