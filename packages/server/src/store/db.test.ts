import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { aDatabase } from '../testing/database.ts'
import { inTransaction } from './db.ts'
import { isAway } from './health.ts'

const { db } = await aDatabase()

test('a connection that breaks within a transaction fails the transaction, not the process', async () => {
  const broken = inTransaction(db, async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
    await sql`select pg_terminate_backend(${rows[0]!.pid})`.execute(db)
    // Nobody waits for an answer of the connection at the moment when it ends.
    await expect.poll(async () => (await alive(rows[0]!.pid)).length).toBe(0)
    await sql`select 1`.execute(tx)
  })
  expect(isAway(await broken.catch((error) => error))).toBe(true)
  await sql`select 1`.execute(db)
})

const alive = async (pid: number) =>
  (await sql`select from pg_stat_activity where pid = ${pid}`.execute(db)).rows
