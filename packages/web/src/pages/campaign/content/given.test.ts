import { campaignLimits } from '@chappe/core/campaign/schema'
import { contentLimits } from '@chappe/core/content/schema'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { base64, readGiven } from './given.ts'

const file = (...bytes: number[]) => new Blob([Uint8Array.from(bytes)])

test('bytes come out of base64 as they went in', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70_000 }), (bytes) => {
      expect(Uint8Array.from(atob(base64(bytes)), (one) => one.charCodeAt(0))).toEqual(bytes)
    }),
    { numRuns: 20 },
  )
})

test('what is pasted is HTML, or nothing that can be imported', async () => {
  expect(await readGiven(undefined, '<p>Hi</p>')).toEqual({ ok: true, body: { html: '<p>Hi</p>' } })
  expect(await readGiven(undefined, ' \n')).toEqual({ ok: false, mistake: 'empty' })
  expect(await readGiven(undefined, 'Hello')).toEqual({ ok: false, mistake: 'kind' })
  expect(await readGiven(undefined, `<p>${'x'.repeat(campaignLimits.html)}`)).toEqual({
    ok: false,
    mistake: 'large',
  })
})

test('a file is what its bytes say, in whichever of two encodings', async () => {
  expect(await readGiven(file(0x50, 0x4b, 3, 4), '')).toEqual({ ok: true, body: { zip: 'UEsDBA==' } })
  expect(await readGiven(new Blob(['<p>é</p>']), '')).toEqual({ ok: true, body: { html: '<p>é</p>' } })
  expect(await readGiven(file(0x3c, 0x70, 0x3e, 0xe9), '')).toEqual({ ok: true, body: { html: '<p>é' } })
  expect(await readGiven(file(0x89, 0x50, 0, 0xff), '')).toEqual({ ok: false, mistake: 'kind' })
})

test('an archive that is too large is not sent', async () => {
  const archive = new Blob([Uint8Array.of(0x50, 0x4b), new Uint8Array(contentLimits.archive)])
  expect(await readGiven(archive, '')).toEqual({ ok: false, mistake: 'large' })
})
