import { ImportSettings, type ImportSettingsInput } from '@chappe/core/import/schema'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { aHouse } from '../../testing/house.ts'
import * as imports from '../imports.ts'
import { carryOut } from './carry-out.ts'

const { ctx, db } = await aHouse()

interface Dirty {
  readonly file: string | Buffer
  /** Lines that became people: their email, or city, in the order of the addresses. */
  readonly people: readonly string[]
  /** Line, column and reason of each mistake. */
  readonly errors?: readonly string[]
  readonly said?: ImportSettingsInput
  readonly filename?: string
  /** What the preview found. */
  readonly found?: Record<string, unknown>
}

const utf16 = (text: string, order: 'le' | 'be') => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
  return order === 'le' ? bytes : bytes.swap16()
}
const latin1 = (text: string) => Buffer.from(text, 'latin1')
const megabyte = 'x'.repeat(1_048_577)

/** Files as they come, each in a sandbox without people. */
const catalogue: Record<string, Dirty> = {
  'UTF-8': {
    file: 'email,city\na@x.fr,Nîmes\n',
    people: ['a@x.fr Nîmes'],
    found: { encoding: 'utf-8', separator: ',' },
  },
  'UTF-8 with a byte order mark': { file: '\ufeffemail,city\r\na@x.fr,Nîmes\r\n', people: ['a@x.fr Nîmes'] },
  'UTF-16, little end first, with tabs (Excel’s “Unicode text”)': {
    file: utf16('email\tcity\r\na@x.fr\tNîmes\r\nb@x.fr\tŁódź 😀\r\n', 'le'),
    people: ['a@x.fr Nîmes', 'b@x.fr Łódź 😀'],
    found: { encoding: 'utf-16le', separator: '\t' },
  },
  'UTF-16, big end first': { file: utf16('email,city\na@x.fr,Nîmes\n', 'be'), people: ['a@x.fr Nîmes'] },
  'UTF-16 without a mark': {
    file: utf16('email,city\na@x.fr,Nîmes\n', 'le').subarray(2),
    people: ['a@x.fr Nîmes'],
    found: { encoding: 'utf-16le' },
  },
  'UTF-16 with half a character at its end': {
    file: Buffer.concat([utf16('email,city\na@x.fr,Lyon\n', 'le'), Buffer.of(0x62)]),
    people: ['a@x.fr Lyon'],
  },
  'half a surrogate pair': {
    file: utf16('email,city\na@x.fr,\ud83d\nb@x.fr,Lyon\n', 'le'),
    people: ['b@x.fr Lyon'],
    errors: ['2||The line is not in the encoding of the file: say which one it has'],
  },
  'Windows-1252, semicolons': {
    file: Buffer.concat([latin1('email;city\r\na@x.fr;N\xeemes '), Buffer.of(0x80, 0x9c), latin1('\r\n')]),
    people: ['a@x.fr Nîmes €œ'],
    found: { encoding: 'windows-1252', separator: ';' },
  },
  'accents that come late in a file that is not UTF-8': {
    file: latin1(
      `email,city\n${Array.from({ length: 40_000 }, (_, n) => `n${n}@x.fr,\n`).join('')}a@x.fr,N\xeemes\n`,
    ),
    people: ['a@x.fr Nîmes'],
    found: { encoding: 'windows-1252' },
  },
  'bytes that are not the UTF-8 that was promised': {
    file: latin1('email,city\na@x.fr,N\xeemes\nb@x.fr,Lyon\n'),
    said: { encoding: 'utf-8' },
    people: ['b@x.fr Lyon'],
    errors: ['2||The line is not in the encoding of the file: say which one it has'],
  },
  pipes: { file: 'email|city\na@x.fr|Lyon, 3e\n', people: ['a@x.fr Lyon, 3e'] },
  'Excel’s sep=;': {
    file: '\ufeffsep=;\r\nemail;city\r\na@x.fr;Lyon, 3e\r\nnobody;\r\n',
    people: ['a@x.fr Lyon, 3e'],
    errors: ['4|email|Is no email address'],
  },
  'old Macintosh line ends': {
    file: 'email,city\ra@x.fr,Lyon\rb@x.fr,"a\rb"\r',
    people: ['a@x.fr Lyon', 'b@x.fr a\rb'],
  },
  'mixed line ends': {
    file: 'email,city\r\na@x.fr,Lyon\nb@x.fr,Lille\r\n',
    people: ['a@x.fr Lyon', 'b@x.fr Lille'],
  },
  'no line end at the end': { file: 'email,city\na@x.fr,Lyon', people: ['a@x.fr Lyon'] },
  'quotes, doubled quotes, line ends within quotes': {
    file: 'email,city\n"a@x.fr","L""y""on\r\n3e"\n"b@x.fr" , "Lille" \nnobody,\n',
    people: ['a@x.fr L"y"on\r\n3e', 'b@x.fr Lille'],
    errors: ['5|email|Is no email address'],
  },
  'a quote within a cell': { file: 'email,city\na@x.fr,5" nails\n', people: ['a@x.fr 5" nails'] },
  'a quote that is never closed': {
    file: 'email,city\n"a@x.fr,Lyon\nb@x.fr,Lille\n',
    people: ['b@x.fr Lille'],
    errors: ['2||A quote is opened and not closed'],
  },
  'a quote that closes too early': {
    file: 'email,city\n"a"@x.fr,Lyon\nb@x.fr,"Lille"\n',
    people: ['b@x.fr Lille'],
    errors: ['2||Text stands after a closing quote: double the quotes that belong to the text'],
  },
  'short lines, and a separator at the end of all': {
    file: 'email,city,country,\na@x.fr\nb@x.fr,Lille,FR,\nc@x.fr,Lyon,FR,,,\n',
    people: ['a@x.fr -', 'b@x.fr Lille', 'c@x.fr Lyon'],
  },
  'a line with more than the heading has': {
    file: 'email,city\na@x.fr,Lyon, 3e\nb@x.fr,Lille\n',
    people: ['b@x.fr Lille'],
    errors: ['2||Has 3 cells, and the file has 2 columns'],
  },
  'empty lines, lines of separators, lines of blanks': {
    file: '\n \nemail,city\n\na@x.fr,Lyon\n,\n  , \n\n',
    people: ['a@x.fr Lyon'],
  },
  'headings that are there twice, or not at all': {
    file: 'email,,city,city\na@x.fr,?,Lyon,Lille\n',
    people: ['a@x.fr Lyon'],
  },
  'no headings': {
    file: 'a@x.fr,33\nb@x.fr,44\n',
    people: ['a@x.fr -', 'b@x.fr -'],
    found: { header: false },
  },
  'the character U+0000': {
    file: 'email,city\na@x.fr,Ly\0on\nb@x.fr,Lille\n',
    people: ['b@x.fr Lille'],
    errors: ['2||Holds the character U+0000, which cannot be stored'],
  },
  'a cell of a megabyte': {
    file: `email,city\na@x.fr,${megabyte}\nb@x.fr,Lille\n`,
    people: ['b@x.fr Lille'],
    errors: ['2||The line is longer than 1 MB'],
  },
  'a line without end, in the middle of nothing': {
    file: `email,city\na@x.fr,Lyon\n${'x'.repeat(3_000_000)}`,
    people: ['a@x.fr Lyon'],
    errors: ['3||The line is longer than 1 MB'],
  },
  'spaces around everything, of every kind': {
    file: 'email , city\n\u00a0a@x.fr\u2009,\t Lyon \n',
    people: ['a@x.fr Lyon'],
  },
  'the same person twice: the last line wins': {
    file: 'email,city\nA@x.fr,Lyon\nb@x.fr,Lille\na@X.FR,Brest\n',
    people: ['a@x.fr Brest', 'b@x.fr Lille'],
  },
  'identities of two different people in one line': {
    file: 'email,crm id,city\na@x.fr,1,Lyon\nb@x.fr,2,Lille\na@x.fr,2,Brest\n',
    people: ['a@x.fr Lyon', 'b@x.fr Lille'],
    errors: ['4||The identities lead to different profiles'],
  },
  'a telephone number that nobody can complete': {
    file: 'email,phone,city\na@x.fr,06 12 34 56 78,Lyon\nb@x.fr,+33 6 12 34 56 78,Lille\n',
    people: ['b@x.fr Lille'],
    errors: [
      '2|phone|Is a national number, and the sandbox has no default calling code: write it with + and its country’s code',
    ],
  },
  'only headings': { file: 'email,city\n', people: [] },
  'names that objects have already': {
    file: 'email,constructor,__proto__,city\na@x.fr,x,y,Lyon\n',
    people: ['a@x.fr Lyon'],
  },
  'NDJSON with a byte order mark, CR LF, an empty line and half a line': {
    filename: 'people.ndjson',
    file: '\ufeff{"identities":[{"namespace":"email","value":"a@x.fr"}],"attributes":{"homeAddress":{"city":"Lyon"}}}\r\n\r\n{"identities":[{"names',
    people: ['a@x.fr Lyon'],
    errors: ['3||Is not JSON'],
  },
  'NDJSON that is nested too deep': {
    filename: 'people.ndjson',
    file: `{"identities":[{"namespace":"email","value":"a@x.fr"}],"attributes":{"a":${'['.repeat(200)}${']'.repeat(200)}}}\n`,
    people: [],
    errors: ['1||Nested more than 100 levels deep'],
  },
}

beforeEach(async () => {
  await sql`truncate profile, profile_identity, consent, consent_change cascade`.execute(db)
})

test.each(Object.entries(catalogue))(
  '%s',
  async (_, { file, people, errors = [], said, found, filename }) => {
    const bytes = Buffer.from(file)
    const { id } = await imports.create(ctx, { filename: filename ?? 'dirty.csv', size: bytes.length })
    // Pieces that part lines, quotes and characters.
    const piece = Math.max(3, Math.ceil(bytes.length / 5) | 1)
    for (let at = 0; at < bytes.length; at += piece)
      await imports.putPiece(ctx, id, at, bytes.subarray(at, at + piece))
    const preview = await imports.preview(ctx, id, { encoding: said?.encoding })
    expect(preview).toMatchObject(found ?? {})
    await imports.saveSettings(ctx, id, ImportSettings.parse({ ...preview.settings, matchBy: null, ...said }))
    await imports.start(ctx, id, { dryRun: false })
    await carryOut(ctx, { sandboxId: ctx.sandboxId, importId: id, run: 1 }, async () => true, 1_000)

    const done = await imports.get(ctx, id)
    expect(done).toMatchObject({ status: 'complete', failure: null })
    const { created, changed, unchanged, duplicates, failed, read } = done.counts
    expect(read).toBe(created + changed + unchanged + duplicates + failed)
    const rows = await db
      .selectFrom('importError')
      .select(['line', 'columnName', 'reason'])
      .where('importId', '=', id)
      .orderBy('line')
      .execute()
    expect(rows.map(({ line, columnName, reason }) => `${line}|${columnName}|${reason}`)).toEqual(errors)
    expect(failed).toBe(errors.length)
    const { rows: made } = await sql<{ text: string }>`
    select i.value || ' ' || coalesce(p.attributes #>> '{homeAddress,city}', '-') as text
      from profile p join profile_identity i on i.profile_id = p.id
     where i.namespace = 'email' and i.value !~ '^n\\d' order by i.value`.execute(db)
    expect(made.map(({ text }) => text)).toEqual(people)
  },
)
