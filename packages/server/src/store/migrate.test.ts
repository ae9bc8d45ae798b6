import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { aDatabase } from '../testing/database.ts'
import { migrate, missing } from './migrate.ts'

const folders: string[] = []
function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'migrations-'))
  folders.push(folder)
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql)
  return folder
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const first = { '0001_letter.sql': 'create table letter (id int primary key)' }
const both = { ...first, '0002_stamp.sql': 'insert into letter select generate_series(1, 3)' }

test('migrations are applied in order, once', async () => {
  const { url, pool } = await aDatabase({ empty: true })
  expect(await migrate(url, folderOf(first))).toEqual(['0001_letter.sql'])
  expect(await migrate(url, folderOf(both))).toEqual(['0002_stamp.sql'])
  expect(await migrate(url, folderOf(both))).toEqual([])
  expect((await pool.query('select from letter')).rowCount).toBe(3)
})

test('what a database lacks is counted, and nothing is changed by that', async () => {
  const { url, pool } = await aDatabase({ empty: true })
  expect(await missing(url, folderOf(both))).toBe(2)
  expect((await pool.query(`select to_regclass('migration') as table`)).rows).toEqual([{ table: null }])
  await migrate(url, folderOf(first))
  expect(await missing(url, folderOf(both))).toBe(1)
  expect(await missing(url, folderOf(first))).toBe(0)
})

test('when several processes migrate at once, each migration is applied by one of them', async () => {
  const { url, pool } = await aDatabase({ empty: true })
  const files = folderOf(both)
  const applied = await Promise.all(Array.from({ length: 5 }, () => migrate(url, files)))
  expect(applied.flat().sort()).toEqual(['0001_letter.sql', '0002_stamp.sql'])
  expect((await pool.query('select from letter')).rowCount).toBe(3)
})

test('a migration that fails leaves nothing of itself, and those before it stay', async () => {
  const { url, pool } = await aDatabase({ empty: true })
  const broken = {
    ...first,
    '0002_stamp.sql': 'insert into letter values (1); insert into nowhere values (1)',
  }
  await expect(migrate(url, folderOf(broken))).rejects.toThrow(
    'Migration 0002_stamp.sql failed: relation "nowhere" does not exist',
  )
  expect((await pool.query('select from letter')).rowCount).toBe(0)
  expect(await migrate(url, folderOf(both))).toEqual(['0002_stamp.sql'])
})

test('a database from a newer version is left alone', async () => {
  const { url } = await aDatabase({ empty: true })
  await migrate(url, folderOf(both))
  await expect(migrate(url, folderOf(first))).rejects.toThrow('by a newer Chappe (it has 0002_stamp.sql)')
})

test('an edited migration is an error, before anything runs', async () => {
  const { url, pool } = await aDatabase({ empty: true })
  await migrate(url, folderOf(first))
  const edited = { ...both, '0001_letter.sql': 'create table letter (id bigint primary key)' }
  await expect(migrate(url, folderOf(edited))).rejects.toThrow('Migrations are never edited')
  expect((await pool.query('select from letter')).rowCount).toBe(0)
})

test('a gap in the numbers is an error', async () => {
  const { url } = await aDatabase({ empty: true })
  const gap = { ...first, '0003_stamp.sql': 'select 1' }
  await expect(migrate(url, folderOf(gap))).rejects.toThrow('Migration 0003_stamp.sql should be number 2.')
})

test('the migrations of this checkout make the database that the tests use', async () => {
  const { url } = await aDatabase()
  expect(await migrate(url)).toEqual([])
})
