import { sql } from 'kysely'
import pg from 'pg'
import type { Db } from './db.ts'

export async function ping(db: Db): Promise<void> {
  await sql`select 1`.execute(db)
}

// Connection failures (class 08), shutdown and start (57P01 to 57P03), too many connections.
const away = /^(08...|57P0[1-3]|53300)$/
const network = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
])
const said =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/

/** Whether an error says that the database cannot be reached now, rather than that a statement is wrong. */
export function isAway(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return away.test(error.code ?? '')
  if (!(error instanceof Error)) return false
  const { code, syscall } = error as NodeJS.ErrnoException
  // Only sockets: a file that is missing also says ENOENT.
  if (code && network.has(code)) return syscall === 'connect' || syscall === 'read' || syscall === 'write'
  return said.test(error.message)
}
