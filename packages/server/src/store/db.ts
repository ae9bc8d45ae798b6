import { CamelCasePlugin, Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { type CopyCursor, CopyIn } from './copy-cursor.ts'
import { planned, preparing } from './prepared.ts'
import type { Tables } from './tables.ts'

/** A connection to speak SQL with: the pool, or the transaction that one is in. */
export type Db = Kysely<Tables> | Transaction<Tables>

// bigint columns hold ids and counts far below 2^53, so numbers are exact.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

export interface DatabaseOptions {
  /** Connection string, or the folder of a Unix socket with a database name, as `pg` takes them. */
  readonly connection: pg.PoolConfig
  readonly max?: number
  /** For few statements, each run very often and each of few rows: planned once for each connection; see `prepared.ts`. */
  readonly prepared?: boolean
}

/**
 * Opens a pool of connections. One that breaks is replaced; who was using it gets an error from the next statement.
 * Without listeners its own event would end the process, also while it is lent out between two statements.
 */
export function openPool(options: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(options)
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('error', () => {}))
  return pool
}

/** Opens the pool. Nothing connects before the first query. */
export function openDatabase({ connection, max = 10, prepared = false }: DatabaseOptions): {
  db: Kysely<Tables>
  pool: pg.Pool
} {
  const pool = openPool({
    max,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    ...connection,
    ...(prepared && { options: planned, Client: preparing(pg.Client) }),
  })
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool, cursor: CopyIn as unknown as CopyCursor }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  return { db, pool }
}

/** Runs `work` in one transaction: all of it, or nothing. Inside a transaction it joins that one. */
export const inTransaction = <T>(db: Db, work: (db: Transaction<Tables>) => Promise<T>): Promise<T> =>
  db.isTransaction ? work(db as Transaction<Tables>) : db.transaction().execute(work)

/** Reads what belongs together as it is at one instant, in several statements. */
export const atOneInstant = <T>(db: Db, read: (db: Transaction<Tables>) => Promise<T>): Promise<T> =>
  db.isTransaction
    ? read(db as Transaction<Tables>)
    : db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read)
