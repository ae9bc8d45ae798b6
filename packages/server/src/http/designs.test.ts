import * as api from '@chappe/core/api/designs'
import { emptyDesign, newBlock, newSection, paragraphs } from '@chappe/core/design/new'
import type { EmailDesign } from '@chappe/core/design/schema'
import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { aHouse } from '../testing/house.ts'
import { aPerson, signedIn } from '../testing/people.ts'
import { anHttpServer } from '../testing/server.ts'

const house = await aHouse()
const server = anHttpServer(house.house)
const as = await signedIn(house)

function aDesign(...texts: string[]): EmailDesign {
  const section = newSection('1', ['s1', 'c1'])
  section.columns[0]!.blocks.push({ ...newBlock('text', 'b1'), text: paragraphs(...texts) })
  return { ...emptyDesign(), sections: [section] }
}

test('a design is answered as HTML, with what its check finds', async () => {
  const design = aDesign('Hello {{profile.person.name.firstName ?: "you"}}')
  design.settings.textColor = '#dddddd'
  const { status, body } = await server.call(api.compileDesign, { body: { design }, as })
  expect(status).toBe(200)
  expect(body.html).toContain('Hello {{profile.person.name.firstName ?: "you"}}</p>')
  expect(body.remarks).toMatchObject([{ code: 'low-contrast', at: 'b1', params: { mode: 'light' } }])
})

test('a design that is too large to compile is refused before it is', async () => {
  const section = newSection('1-1-1-1', ['s', 'a', 'b', 'c', 'd'])
  for (const column of section.columns)
    for (let i = 0; i < 50; i++) column.blocks.push(newBlock('spacer', `${column.id}${i}`))
  const design = { ...emptyDesign(), sections: [section, section, section] }
  const { status, problem } = await server.call(api.compileDesign, { body: { design }, as })
  expect(status).toBe(422)
  expect(problem).toMatchObject({ type: '/problems/content/not-ready', blocks: 603, limit: 500 })
})

test('a tree deeper than any editor makes is refused, and nobody falls over it', async () => {
  const depth = 20_000
  const deep = `${'{"type":"doc","content":['.repeat(depth)}{"type":"doc"}${']}'.repeat(depth)}`
  const design = JSON.stringify({ design: aDesign('x') })
  const payload = design.replace(/"text":\{.*?\},"fontSize"/, `"text":${deep},"fontSize"`)
  expect(payload).toContain(deep)
  const { statusCode } = await server.inject({
    method: 'POST',
    url: '/v1/designs/compile',
    headers: { ...as, 'content-type': 'application/json' },
    payload,
  })
  expect(statusCode).toBe(400)
})

test('an archive of ten megabytes comes through; a larger one is told so', async () => {
  const noise = Buffer.alloc(9_900_000)
  for (let i = 0, x = 1; i < noise.length; i++) noise[i] = (x = (x * 48_271) % 2_147_483_647) & 255
  const zip = (filler: Buffer) =>
    Buffer.from(
      zipSync({ 'a.html': strToU8('<title>T</title><p>x'), 'b.bin': filler }, { level: 0 }),
    ).toString('base64')
  const { status, body } = await server.call(api.importHtml, { body: { zip: zip(noise) }, as })
  expect(status).toBe(200)
  expect(body).toEqual({ html: '<title>T</title><p>x', subject: 'T', images: 0, remarks: [] })
  const tooLarge = await server.call(api.importHtml, {
    body: { zip: zip(Buffer.concat([noise, Buffer.alloc(2_000_000)])) },
    as,
  })
  expect(tooLarge.status).toBe(413)
})

test('whoever may only read content compiles, and imports nothing', async () => {
  const reader = await signedIn(house, await aPerson(house, { role: 'viewer' }))
  expect((await server.call(api.compileDesign, { body: { design: aDesign('x') }, as: reader })).status).toBe(
    200,
  )
  expect((await server.call(api.importHtml, { body: { html: '<p>x' }, as: reader })).status).toBe(403)
})
