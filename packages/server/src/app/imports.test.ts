import type { ImportSettingsInput } from '@chappe/core/import/schema'
import { ImportSettings } from '@chappe/core/import/schema'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Ctx } from '../context.ts'
import { Crash, crashing } from '../testing/crashing.ts'
import { aHouse } from '../testing/house.ts'
import * as consents from './consents.ts'
import { carryOut } from './imports/carry-out.ts'
import * as imports from './imports.ts'
import * as fields from './profile-fields.ts'
import * as profiles from './profiles.ts'

const { ctx, otherCtx, db } = await aHouse()
const problem = (type: string) => expect.objectContaining({ name: 'Problem', type })

/** Announces a file and brings it in pieces. */
async function upload(who: Ctx, file: string | Buffer, filename = 'people.csv', piece = 1_000_000) {
  const bytes = Buffer.from(file)
  const { id } = await imports.create(who, { filename, size: bytes.length })
  for (let at = 0; at < bytes.length; at += piece)
    await imports.putPiece(who, id, at, bytes.subarray(at, at + piece))
  return id
}

/** Brings a file in as its preview suggests, but for what is said; answers what came of it. */
async function bring(
  file: string | Buffer,
  { said = {}, most, filename }: { said?: ImportSettingsInput; most?: number; filename?: string } = {},
) {
  const id = await upload(ctx, file, filename)
  const { settings } = await imports.preview(ctx, id, {
    encoding: said.encoding,
    separator: said.separator,
    header: said.header === undefined ? undefined : said.header ? 'true' : 'false',
  })
  await imports.saveSettings(ctx, id, ImportSettings.parse({ ...settings, matchBy: null, ...said }))
  await imports.start(ctx, id, { dryRun: false })
  await work(id, most)
  const done = await imports.get(ctx, id)
  return { ...done, errors: await errorsOf(id) }
}

const runOf = async (id: string) => {
  const { run } = await db
    .selectFrom('importJob')
    .select('run')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return { sandboxId: ctx.sandboxId, importId: id, run }
}
const work = async (id: string, most?: number, goesOn = async () => true) =>
  carryOut(ctx, await runOf(id), goesOn, most)

async function errorsOf(id: string) {
  const { text } = await imports.errorFile(ctx, id)
  let file = ''
  for await (const piece of text) file += piece
  return file.split('\r\n').slice(1, -1)
}
const found = async (value: string, namespace = 'email') =>
  (await profiles.find(ctx, { namespace, identity: value, limit: 1, offset: 0 })).items[0]

test('a file becomes profiles: identities, typed attributes, consents, the test mark', async () => {
  const file =
    'Courriel;N° client;Prénom;Date de naissance;Points de fidélité;Abonné;Profil de test;Nombre d’achats\r\n' +
    'Zoé@Exemple.fr ;C1;Zoé;03/04/1990;1 250;oui;non;12\r\n' +
    'paul@exemple.fr;C2;Paul;31/12/1980;;non;oui;3\r\n'
  const done = await bring(file)
  expect(done).toMatchObject({ status: 'complete', counts: { read: 2, created: 2, failed: 0 }, errors: [] })
  const zoe = (await found('zoé@exemple.fr'))!
  expect(zoe).toMatchObject({
    identities: [
      { namespace: 'crmid', value: 'c1' },
      { namespace: 'email', value: 'zoé@exemple.fr' },
    ],
    attributes: {
      person: { name: { firstName: 'Zoé' }, birthDate: '1990-04-03' },
      loyalty: { points: 1250 },
      nombreDAchats: 12,
    },
  })
  expect((await consents.get(ctx, zoe.id)).items).toMatchObject([
    { channel: 'email', choice: 'in', source: 'import' },
  ])
  expect(await bring(file)).toMatchObject({ counts: { read: 2, created: 0, unchanged: 2 } })
})

test('a piece begins where the last one ended, and whoever lost the answer is told where', async () => {
  const { id } = await imports.create(ctx, { filename: 'a.csv', size: 10 })
  expect(await imports.putPiece(ctx, id, 0, Buffer.from('email'))).toEqual({ offset: 5, complete: false })
  await expect(imports.putPiece(ctx, id, 0, Buffer.from('email'))).rejects.toMatchObject({
    type: 'import/wrong-offset',
    extra: { offset: 5 },
  })
  await expect(imports.putPiece(ctx, id, 5, Buffer.from('\na@x.frfr'))).rejects.toEqual(
    problem('request/invalid'),
  )
  await expect(imports.start(ctx, id, { dryRun: false })).rejects.toEqual(
    problem('import/illegal-transition'),
  )
  expect(await imports.putPiece(ctx, id, 5, Buffer.from('\na@xy'))).toEqual({ offset: 10, complete: true })
  await expect(imports.putPiece(ctx, id, 10, Buffer.from('x'))).rejects.toEqual(
    problem('import/illegal-transition'),
  )
  await expect(imports.start(ctx, id, { dryRun: false })).rejects.toEqual(problem('import/not-ready'))
  await expect(imports.get(otherCtx, id)).rejects.toEqual(problem('import/not-found'))
})

const people = (count: number, marker: string) =>
  Array.from(
    { length: count },
    (_, n) => `${marker}${n % (count - 5)}@x.fr,${n},${n % 3 ? 'yes' : 'no'}\n`,
  ).join('')

test('whatever dies, and wherever, the next one goes on: nothing is lost, nothing doubled, the counts are right', async () => {
  const wanted = { read: 40, created: 35, changed: 0, unchanged: 0, duplicates: 5, failed: 0 }
  let crashes = 0
  for (let after = 0, crashed = true; crashed; after += 3) {
    const marker = `crash${after}-`
    const id = await upload(ctx, `email,points,newsletter\n${people(40, marker)}`)
    const { settings } = await imports.preview(ctx, id, {})
    await imports.saveSettings(ctx, id, settings)
    await imports.start(ctx, id, { dryRun: false })
    const trap = crashing(db, after)
    const dead = await carryOut({ ...ctx, db: trap.db }, await runOf(id), async () => true, 7).catch(
      (error) => error,
    )
    crashed = trap.crashed()
    if (crashed) {
      expect(dead).toBeInstanceOf(Crash)
      crashes++
    }
    await work(id, 9)
    expect(await imports.get(ctx, id)).toMatchObject({ status: 'complete', counts: wanted })
    const { rows } = await sql<{ people: number; said: number; told: number; points: number }>`
      select count(*) as people, sum((p.attributes #>> '{loyalty,points}')::int) as points,
             (select count(*) from consent c join profile_identity j on c.subject = 'profile:' || j.profile_id
               where j.value like ${`${marker}%`}) as said,
             (select count(*) from consent_change c join profile_identity j on c.subject = 'profile:' || j.profile_id
               where j.value like ${`${marker}%`}) as told
        from profile p join profile_identity i on i.profile_id = p.id where i.value like ${`${marker}%`}`.execute(
      db,
    )
    // The last five lines are about the first five people.
    const points = [...Array(40).keys()].slice(5).reduce((a, b) => a + b, 0)
    expect(rows[0]).toEqual({ people: 35, points, said: 35, told: 35 })
  }
  expect(crashes).toBeGreaterThan(5)
})

test('a cancelled run has written what it says, and goes on from there; two at once do nothing twice', async () => {
  const id = await upload(ctx, `email,points,newsletter\n${people(40, 'stop')}`)
  const { settings } = await imports.preview(ctx, id, {})
  await imports.saveSettings(ctx, id, settings)
  await imports.start(ctx, id, { dryRun: false })
  let parts = 0
  await work(id, 10, async () => {
    if (++parts === 2) await imports.cancel(ctx, id)
    return true
  })
  expect(await imports.get(ctx, id)).toMatchObject({ status: 'cancelled', counts: { read: 20, created: 20 } })
  const stale = await runOf(id)
  await imports.resume(ctx, id)
  expect(await carryOut(ctx, stale, async () => true)).toBe(true)
  expect(await imports.get(ctx, id)).toMatchObject({ status: 'running', counts: { read: 20 } })
  await Promise.all([work(id, 3), work(id, 4)])
  await work(id)
  expect(await imports.get(ctx, id)).toMatchObject({
    status: 'complete',
    counts: { read: 40, created: 35, duplicates: 5 },
  })
})

test('a dry run counts and writes nothing; then the import can be run', async () => {
  await bring('email,city\ndry1@x.fr,Lyon\n')
  const id = await upload(ctx, 'email,city\ndry1@x.fr,Lille\ndry2@x.fr,Brest\nnobody,Brest\n')
  const { settings } = await imports.preview(ctx, id, {})
  await imports.saveSettings(ctx, id, settings)
  await imports.start(ctx, id, { dryRun: true })
  await work(id)
  expect(await imports.get(ctx, id)).toMatchObject({
    status: 'ready',
    dryRun: true,
    counts: { read: 3, created: 1, changed: 1, failed: 1 },
  })
  expect(await errorsOf(id)).toEqual(['4,email,Is no email address,"nobody,Brest"'])
  expect(await found('dry2@x.fr')).toBeUndefined()
  await imports.start(ctx, id, { dryRun: false })
  await work(id)
  expect(await imports.get(ctx, id)).toMatchObject({ status: 'complete', counts: { created: 1, changed: 1 } })
  expect((await found('dry1@x.fr'))?.attributes).toMatchObject({ homeAddress: { city: 'Lille' } })
  await expect(imports.saveSettings(ctx, id, settings)).rejects.toEqual(problem('import/illegal-transition'))
})

test('a dry run counts as the run would, however the file is parted', async () => {
  await bring('email,city,newsletter\nthere@x.fr,Lyon,no\n')
  const lines = [
    'there@x.fr,Lyon,yes',
    'new@x.fr,Lille,no',
    'new@x.fr,Brest,no',
    'NEW@x.fr,Brest,',
    'there@x.fr,Lyon,',
  ]
  const id = await upload(ctx, `email,city,newsletter\n${lines.join('\n')}\n`)
  const { settings } = await imports.preview(ctx, id, {})
  await imports.saveSettings(ctx, id, { ...settings, consents: 'overwrite' })
  for (const most of [1, 2, 100]) {
    await imports.start(ctx, id, { dryRun: true })
    await work(id, most)
    expect(await imports.get(ctx, id)).toMatchObject({
      status: 'ready',
      counts: { read: 5, created: 1, changed: 1, unchanged: 0, duplicates: 3, failed: 0 },
    })
  }
  await imports.start(ctx, id, { dryRun: false })
  await work(id, 1)
  expect(await imports.get(ctx, id)).toMatchObject({
    status: 'complete',
    counts: { read: 5, created: 1, changed: 1, unchanged: 0, duplicates: 3, failed: 0 },
  })
})

test('empty cells say nothing, or take away, as was asked', async () => {
  const file = 'email,city,country\nempty@x.fr,Lyon,FR\n'
  await bring(file)
  expect(await bring('email,city,country\nempty@x.fr,,FR\n')).toMatchObject({ counts: { unchanged: 1 } })
  const done = await bring('email,city,country\nempty@x.fr,,FR\n', { said: { emptyCells: 'remove' } })
  expect(done).toMatchObject({ counts: { changed: 1 } })
  expect((await found('empty@x.fr'))?.attributes).toEqual({ homeAddress: { country: 'FR' } })
})

test('what a sandbox declares is demanded of every line', async () => {
  const field = { required: false, options: null, labels: { en: '', fr: '' }, pii: false }
  await fields.create(ctx, {
    ...field,
    path: 'shop.size',
    type: 'string',
    options: ['S', 'M'],
    required: true,
  })
  await fields.create(ctx, { ...field, path: 'shop.visits', type: 'integer' })
  const done = await bring(
    'email,shop.size,shop.visits\nd1@x.fr,S,3\nd2@x.fr,XL,1\nd3@x.fr,,1\nd4@x.fr,M,often\n',
  )
  expect(done).toMatchObject({ counts: { read: 4, created: 1, failed: 3 } })
  expect(done.errors).toEqual([
    '3,shop.size,"Must be one of S, M","d2@x.fr,XL,1"',
    '4,shop.size,Is required,"d3@x.fr,,1"',
    '5,shop.visits,Must be a whole number,"d4@x.fr,M,often"',
  ])
  for (const path of ['shop.size', 'shop.visits']) await fields.remove(ctx, path)
})

test('NDJSON says itself what is what; a half line at its end is a mistake', async () => {
  const line = (value: object) => `${JSON.stringify(value)}\n`
  const file =
    '\ufeff' +
    line({
      identities: [{ namespace: 'email', value: 'N1@x.fr' }],
      attributes: { a: { b: [1, 2] } },
      test: true,
    }) +
    '\n[]\n' +
    line({ identities: [] }) +
    line({ identities: [{ namespace: 'phone', value: 'abc' }] }) +
    line({ identities: [{ namespace: 'email', value: 'n2@x.fr' }], attributes: { a: '\0' } }) +
    line({
      identities: [{ namespace: 'email', value: 'n3@x.fr' }],
      consents: [{ channel: 'sms', choice: 'out' }],
    }) +
    '{"identities":[{"namespace":"ema'
  const done = await bring(file, { filename: 'people.jsonl' })
  expect(done).toMatchObject({
    format: 'ndjson',
    status: 'complete',
    counts: { read: 7, created: 2, failed: 5 },
  })
  expect(done.errors.map((error) => error.split(',').slice(0, 2).join(' '))).toEqual([
    '3 ',
    '4 /identities',
    '5 /identities/0/value',
    '6 ',
    '8 ',
  ])
  expect((await found('n1@x.fr'))?.attributes).toEqual({ a: { b: [1, 2] } })
})

test('an import is forgotten with its file and errors; what it wrote stays', async () => {
  const { id } = await bring('email\nstays@x.fr\n')
  await imports.remove(ctx, id)
  await expect(imports.get(ctx, id)).rejects.toEqual(problem('import/not-found'))
  const { rows } = await sql`select from import_piece where import_id = ${id}`.execute(db)
  expect(rows).toEqual([])
  expect(await found('stays@x.fr')).toBeDefined()
})
