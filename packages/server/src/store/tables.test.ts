import { readFileSync, writeFileSync } from 'node:fs'
import pg from 'pg'
import { expect, test } from 'vitest'
import { aDatabase } from '../testing/database.ts'

const file = new URL('./tables.ts', import.meta.url)
const types: Record<string, string> = {
  text: 'string',
  uuid: 'string',
  integer: 'number',
  smallint: 'number',
  bigint: 'number',
  boolean: 'boolean',
  'double precision': 'number',
  'timestamp with time zone': 'Date',
  jsonb: 'Json',
  bytea: 'Buffer',
  'text[]': 'string[]',
  'uuid[]': 'string[]',
  'integer[]': 'number[]',
}
const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
const pascal = (name: string) => camel(`_${name}`)

/** Writes the tables of the migrated database as Kysely types. */
async function generate(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{
    table: string
    column: string
    type: string
    nullable: boolean
    given: boolean
    always: boolean
  }>(`
    select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type,
           not a.attnotnull as nullable, (a.atthasdef or a.attidentity <> '') as given, a.attidentity = 'a' as always
      from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and a.attnum > 0 and not a.attisdropped and c.relname <> 'migration'
     order by c.relname, a.attnum`)
  const tables = new Map<string, string[]>()
  for (const { table, column, type, nullable, given, always } of rows) {
    const base = types[type]
    if (!base) throw new Error(`No TypeScript type for ${type} (${table}.${column})`)
    const whole = nullable ? `${base} | null` : base
    const said =
      type === 'jsonb' && given
        ? 'GeneratedJson'
        : always
          ? `GeneratedAlways<${whole}>`
          : given
            ? `Generated<${whole}>`
            : whole
    const lines = tables.get(table) ?? []
    lines.push(`  ${camel(column)}: ${said}`)
    tables.set(table, lines)
  }
  const interfaces = [...tables].map(
    ([table, lines]) => `export interface ${pascal(table)}Table {\n${lines.join('\n')}\n}\n`,
  )
  const index = `export interface Tables {\n${[...tables.keys()].map((t) => `  ${camel(t)}: ${pascal(t)}Table`).join('\n')}\n}\n`
  return [
    '// Generated from db/migrations by tables.test.ts (run it with UPDATE=1); do not edit.',
    "import type { ColumnType, Generated, GeneratedAlways } from 'kysely'\n",
    '/** Read as parsed JSON, written as its text. */\nexport type Json = ColumnType<unknown, string, string>',
    'export type GeneratedJson = ColumnType<unknown, string | undefined, string>\n',
    ...interfaces,
    index,
  ].join('\n')
}

test('the table types are those of the migrated database', async () => {
  const client = new pg.Client((await aDatabase()).connection)
  await client.connect()
  const wanted = await generate(client)
  await client.end()
  if (process.env.UPDATE) writeFileSync(file, wanted)
  expect(wanted).toContain('export interface CampaignTable')
  expect(readFileSync(file, 'utf8')).toBe(wanted)
})
