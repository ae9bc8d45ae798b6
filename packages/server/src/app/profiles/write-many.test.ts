import { Manners, noCounts } from '@chappe/core/import/schema'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { newId } from '../../ids.ts'
import { aHouse } from '../../testing/house.ts'
import * as consents from '../consents.ts'
import * as profiles from '../profiles.ts'
import type { Line } from './at-hand.ts'
import { writeMany } from './write-many.ts'

const { ctx, db } = await aHouse()
const { sandboxId } = ctx

const writing = (manners: Partial<Manners> = {}) => ({
  sandboxId,
  manners: Manners.parse(manners),
  fields: [],
  source: 'import',
  by: 'Ada',
})
const line = (identities: Record<string, string>, rest: Partial<Line> = {}): Line => ({
  id: newId(),
  identities: Object.entries(identities).map(([namespace, value]) => ({ namespace, value })),
  attributes: {},
  consents: [],
  test: undefined,
  ...rest,
})
const write = async (lines: Line[], manners: Partial<Manners> = {}) => {
  const { outcomes, counts } = await writeMany(ctx, writing(manners), lines)
  const of = (outcome: string) => outcomes.filter((one) => one === outcome).length
  expect(counts).toEqual({
    ...noCounts,
    read: lines.length,
    created: of('created'),
    changed: of('changed'),
    unchanged: of('unchanged'),
    duplicates: of('duplicate'),
    failed: of('failed'),
  })
  return outcomes
}
const found = async (email: string) =>
  (await profiles.find(ctx, { namespace: 'email', identity: email, limit: 1, offset: 0 })).items[0]

test('lines make, change and leave people, each as if those before it were written', async () => {
  const first = line({ email: 'a@x.fr', crmid: '1' }, { attributes: { a: 1, b: { c: 2 } } })
  expect(await write([first])).toEqual(['created'])
  expect(
    await write([
      line({ email: 'a@x.fr' }, { attributes: { b: { c: 2 } } }),
      line({ crmid: '1' }, { attributes: { b: { d: 3 }, a: null } }),
      line({ email: 'b@x.fr' }, { attributes: { z: 1 } }),
      line({ email: 'b@x.fr', phone: '+33612345678' }, { attributes: { z: null, y: 2 }, test: true }),
      line({ phone: '+33612345678', crmid: '1' }),
      line({ email: 'c@x.fr', crmid: '1' }),
    ]),
  ).toEqual(['duplicate', 'duplicate', 'duplicate', 'created', 'failed', 'changed'])
  expect(await found('c@x.fr')).toMatchObject({ id: first.id, attributes: { b: { c: 2, d: 3 } } })
  expect(await found('b@x.fr')).toMatchObject({ attributes: { y: 2 } })
  expect(await write([line({ email: 'a@x.fr' }, { attributes: { b: { c: 2 } } })])).toEqual(['unchanged'])
  expect(await write([line({ email: 'a@x.fr' })], { mode: 'create' })).toEqual(['failed'])
})

test('the namespace that decides does so alone, and takes nothing away from others', async () => {
  await write([line({ email: 'd@x.fr', crmid: '4' }), line({ email: 'e@x.fr', crmid: '5' })])
  expect(
    await write(
      [line({ email: 'd@x.fr', crmid: '5' }), line({ crmid: '6' }), line({ email: 'f@x.fr', crmid: '4' })],
      {
        matchBy: 'email',
      },
    ),
  ).toEqual(['failed', 'failed', 'failed'])
})

test('consents are overwritten only when asked, and have a history', async () => {
  const said = (choice: 'in' | 'out') => ({ consents: [{ channel: 'email', topic: '', choice }] })
  await write([line({ email: 'g@x.fr' }, said('out'))])
  const { id } = (await found('g@x.fr'))!
  expect(await write([line({ email: 'g@x.fr' }, said('in'))])).toEqual(['unchanged'])
  expect((await consents.get(ctx, id)).items).toMatchObject([{ choice: 'out', source: 'import' }])
  expect(await write([line({ email: 'g@x.fr' }, said('in'))], { consents: 'overwrite' })).toEqual(['changed'])
  expect((await consents.history(ctx, id, { limit: 9, offset: 0 })).items).toMatchObject([
    { choice: 'in', previous: 'out', by: 'Ada' },
    { choice: 'out', previous: null },
  ])
})

test('texts arrive as they are, whatever is in them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: fc.constantFrom('\\', '\t', '\n', '\r', '"', '\\.', 'é', '😀', 'N'), minLength: 1 }),
      async (text) => {
        const value = `x${text.replace(/\s+$/, '')}@x.fr`.toLowerCase()
        await write([line({ email: value }, { attributes: { text } })])
        const { rows } = await sql<{ text: string }>`
          select p.attributes ->> 'text' as text from profile p join profile_identity i on i.profile_id = p.id
           where i.value = ${value}`.execute(db)
        expect(rows.some((row) => row.text === text)).toBe(true)
      },
    ),
    { numRuns: 30 },
  )
})

/** Everybody, without ids and dates. */
async function everybody(marker: string) {
  const { rows } = await sql<object>`
    select p.attributes, p.test,
           (select array_agg(i.namespace || ':' || i.value order by i.namespace, i.value) from profile_identity i where i.profile_id = p.id) as names,
           (select array_agg(c.channel || c.topic || c.choice order by c.channel) from consent c where c.subject = 'profile:' || p.id) as consents
      from profile p
     where exists (select from profile_identity i where i.profile_id = p.id and i.value like ${`${marker}%`})
     order by names`.execute(db)
  return JSON.stringify(rows).replaceAll(marker, '')
}

test('many at once come to the same as one after the other', async () => {
  const name = fc.constantFrom('1', '2', '3')
  const anything = fc.record(
    {
      email: name,
      phone: name,
      crmid: name,
      attributes: fc.record(
        {
          a: fc.option(fc.integer({ max: 2, min: 0 })),
          b: fc.option(fc.record({ c: fc.option(fc.integer({ max: 1, min: 0 })) })),
        },
        { requiredKeys: [] },
      ),
      test: fc.boolean(),
      choice: fc.constantFrom<'in' | 'out'>('in', 'out'),
    },
    { requiredKeys: ['attributes'] },
  )
  const manners = fc.record({
    mode: fc.constantFrom<'upsert'>('upsert'),
    matchBy: fc.constantFrom(null, 'email'),
    consents: fc.constantFrom<'keep' | 'overwrite'>('keep', 'overwrite'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(anything, { maxLength: 6 }), manners, fc.nat(6), async (drawn, how, cut) => {
      const of = (marker: string): Line[] =>
        drawn.map(({ attributes, test, choice, ...names }) =>
          line(Object.fromEntries(Object.entries(names).map(([k, v]) => [k, `${marker}${v}`])), {
            attributes,
            test,
            consents: choice ? [{ channel: 'sms', topic: '', choice }] : [],
          }),
        )
      const [one, all] = [`${newId()}-`, `${newId()}-`]
      for (const each of of(one)) await write([each], how)
      await write(of(all).slice(0, cut), how)
      await write(of(all).slice(cut), how)
      expect(await everybody(all)).toBe(await everybody(one))
    }),
    { numRuns: 60 },
  )
})

test('imports and API calls write the same people at once: nobody waits for ever, nothing is lost', async () => {
  const names = Array.from({ length: 40 }, (_, n) => n)
  const marker = newId()
  const mail = (n: number) => `${marker}-${n}@x.fr`
  const shuffled = () => [...names].sort(() => Math.random() - 0.5)
  const many = (key: string) => () =>
    writeMany(
      ctx,
      writing({ consents: 'overwrite' }),
      shuffled().map((n) =>
        line(
          { email: mail(n), crmid: `${marker}-${n}` },
          {
            attributes: { [key]: n },
            consents: [{ channel: 'email', topic: '', choice: n % 2 ? 'in' : 'out' }],
          },
        ),
      ),
    )
  const single = async () => {
    for (const n of shuffled().slice(0, 10)) {
      const identities = [
        { namespace: 'crmid', value: `${marker}-${n}` },
        { namespace: 'email', value: mail(n) },
      ]
      const { id } = await profiles.save(ctx, { identities, attributes: { [`api${n}`]: true } })
      await consents.put(ctx, id, {
        choices: [{ channel: 'email', topic: '', address: null, choice: 'out' }],
        source: 'api',
      })
    }
  }
  await Promise.all([many('a')(), single(), many('b')(), single(), many('c')()])
  for (const n of names) expect((await found(mail(n)))?.attributes).toMatchObject({ a: n, b: n, c: n })
  const { rows } = await sql<{ n: number }>`
    select count(distinct profile_id) as n from profile_identity where value like ${`${marker}%`}`.execute(db)
  expect(rows[0]!.n).toBe(40)
})
