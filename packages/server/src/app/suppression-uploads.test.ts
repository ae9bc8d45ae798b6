import { csvLine } from '@chappe/core/kit/csv'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mailForm } from '../channels/email/index.ts'
import { aHouse } from '../testing/house.ts'
import * as allowed from './allowed.ts'
import { readUpload } from './suppression-file.ts'
import * as uploads from './suppression-uploads.ts'
import * as suppressions from './suppressions.ts'

const { ctx, house, db } = await aHouse()
const read = (text: string) => readUpload({ mail: mailForm }, text)
const page = { limit: 50, offset: 0, type: undefined, category: undefined, reason: undefined }

test.each([
  ['a heading and commas', 'TYPE,VALUE,COMMENT\nEMAIL,a@b.example,x\nDOMAIN,c.example,\n'],
  ['no heading', 'email,a@b.example,x\r\ndomain,c.example'],
  [
    'semicolons, a byte order mark and quotes',
    '\ufefftype;value;comment\r\n"EMAIL";"A@B.example";"x"\r\n\r\nDomain;c.example\r\n',
  ],
  ['tabs and old line ends', 'TYPE\tVALUE\tCOMMENT\rEMAIL\ta@b.example\tx\rDOMAIN\tc.example\t\r'],
])('a file with %s is read', (_, text) => {
  expect(read(text)).toEqual({
    entries: [
      { type: 'address', value: 'a@b.example', comment: 'x' },
      { type: 'domain', value: 'c.example', comment: '' },
    ],
    errors: [],
    lines: 2,
  })
})

test('each mistake is told with its line and leaves the others alone', () => {
  const text = [
    'TYPE,VALUE,COMMENT',
    'EMAIL,a@b.example,"two',
    'lines"',
    'EMAIL,good@b.example,yes',
    'PHONE,+33123,',
    'EMAIL,examplegmail@com b,x',
    'DOMAIN,localhost,',
    'EMAIL,GOOD@b.example,again',
    'EMAIL,c@b.example,one,two',
    `EMAIL,d@b.example,${'x'.repeat(501)}`,
    ',,',
    'EMAIL,é@b.example,Été',
  ].join('\n')
  const { entries, errors, lines } = read(text)
  expect(entries.map(({ value }) => value)).toEqual(['good@b.example', 'é@b.example'])
  expect(errors.map(({ line, reason }) => [line, reason])).toEqual([
    [2, 'malformed-comment'],
    [5, 'unknown-type'],
    [6, 'malformed-address'],
    [7, 'malformed-domain'],
    [8, 'duplicate'],
    [9, 'too-many-cells'],
    [10, 'malformed-comment'],
  ])
  expect(errors[2]).toMatchObject({ type: 'EMAIL', value: 'examplegmail@com b', comment: 'x' })
  expect(lines).toBe(9)
})

test('law: whatever the file holds, every line is added or told, and nothing is thrown', () => {
  const cell = fc.oneof(fc.constantFrom('EMAIL', 'DOMAIN', 'a@b.example', 'x.example', '"', ''), fc.string())
  const line = fc.array(cell, { maxLength: 5 }).map((cells) => cells.join(','))
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (given) => {
      const { entries, errors, lines } = read(given.join('\n'))
      expect(entries.length + errors.length).toBe(lines)
      expect(new Set(entries.map(({ value }) => value)).size).toBe(entries.length)
    }),
  )
})

test('law: what was exported can be uploaded again', () => {
  const comment = fc.string({ maxLength: 60 }).filter((s) => /^[^\p{Cc}\p{Cs}]*$/u.test(s) && s === s.trim())
  fc.assert(
    fc.property(fc.array(comment, { minLength: 1, maxLength: 5 }), (comments) => {
      const text = comments.map((one, n) => csvLine(['EMAIL', `p${n}@b.example`, one])).join('')
      const back = read(csvLine(['TYPE', 'VALUE', 'COMMENT']) + text).entries.map((e) => e.comment)
      expect(back.map((one) => one.replace(/^'/, ''))).toEqual(comments.map((one) => one.replace(/^'/, '')))
    }),
  )
})

test('an upload is a job: pending, then complete with its counts and its errors', async () => {
  const text = 'EMAIL,one@up.example,\nDOMAIN,up.example,why\nEMAIL,nobody,\n'
  const made = await uploads.create(ctx, { list: 'suppression', filename: 'a.csv', text })
  expect(made).toMatchObject({ status: 'pending', lines: 0, createdBy: 'Ada', finishedAt: null })
  const job = { sandboxId: ctx.sandboxId, uploadId: made.id }
  await uploads.carryOut(house, job)
  await uploads.carryOut(house, job)
  expect(await uploads.get(ctx, made.id)).toMatchObject({ status: 'complete', lines: 3, added: 2, failed: 1 })
  expect((await uploads.errors(ctx, made.id)).items).toEqual([
    { line: 3, type: 'EMAIL', value: 'nobody', comment: '', reason: 'malformed-address' },
  ])
  expect((await suppressions.list(ctx, page)).items.map(({ value }) => value).sort()).toEqual([
    'one@up.example',
    'up.example',
  ])
  expect(await db.selectFrom('suppressionUpload').select('content').execute()).toEqual([{ content: null }])
  await uploads.remove(ctx, made.id)
  await expect(uploads.get(ctx, made.id)).rejects.toMatchObject({ type: 'upload/not-found' })
  expect((await suppressions.list(ctx, page)).total).toBe(2)
})

test('an upload goes to the list that it names, thousands at a time', async () => {
  const text = Array.from({ length: 3_001 }, (_, n) => `EMAIL,p${n}@team.example,`).join('\n')
  const { id } = await uploads.create(ctx, { list: 'allowed', filename: 'b.csv', text })
  await uploads.carryOut(house, { sandboxId: ctx.sandboxId, uploadId: id })
  expect((await allowed.list(ctx, page)).total).toBe(3_001)
})

test('a file with nothing usable ends in an error, as does one that could not be read at all', async () => {
  const { id } = await uploads.create(ctx, { list: 'allowed', filename: 'c.csv', text: 'PK\u0003\u0004;x' })
  await uploads.carryOut(house, { sandboxId: ctx.sandboxId, uploadId: id })
  expect(await uploads.get(ctx, id)).toMatchObject({ status: 'error', added: 0, failed: 1 })
  const next = await uploads.create(ctx, { list: 'allowed', filename: 'd.csv', text: 'EMAIL,a@b.example' })
  await uploads.abandon(house, { sandboxId: ctx.sandboxId, uploadId: next.id })
  expect(await uploads.get(ctx, next.id)).toMatchObject({ status: 'error' })
  await expect(
    uploads.create(ctx, { list: 'allowed', filename: 'e.csv', text: 'é'.repeat(600_000) }),
  ).rejects.toMatchObject({ type: 'request/too-large' })
})
