import * as api from '@chappe/core/api/assets'
import * as designApi from '@chappe/core/api/designs'
import { emptyDesign } from '@chappe/core/design/new'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { bucketStorage } from '../app/assets/s3.ts'
import { fakeBucket, type Mood } from '../app/assets/testing/fake-bucket.ts'
import { aPng } from '../app/assets/testing/images.ts'
import { aHouse } from '../testing/house.ts'
import { aPerson, signedIn } from '../testing/people.ts'
import { anHttpServer } from '../testing/server.ts'

const house = await aHouse()
const server = anHttpServer(house.house, { bodyLimit: 100_000 })
const as = await signedIn(house)
const upload = (bytes: Buffer, name = 'Logo', to = server, who: Record<string, string> = as) =>
  to.call(api.uploadAsset, { body: { name, data: bytes.toString('base64') }, as: who })

test('an uploaded image is listed, and anybody sees it at its address, for ever', async () => {
  const bytes = aPng(7, 5, 1)
  const { status, body: asset } = await upload(bytes, 'Summer 100%')
  expect(status).toBe(201)
  expect(asset).toMatchObject({ name: 'Summer 100%', mediaType: 'image/png', width: 7, height: 5 })
  expect(asset.url).toMatch(/^http:\/\/chappe\.test\/a\/[0-9a-f]{40}\.png$/)
  const { body } = await server.call(api.listAssets, { query: { search: '100%' }, as })
  expect(body).toEqual({ items: [asset], total: 1 })

  const shown = await server.inject({ url: new URL(asset.url).pathname })
  expect(shown.rawPayload).toEqual(bytes)
  expect(shown.headers).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'cross-origin',
  })
  expect(shown.headers['set-cookie']).toBeUndefined()
  const again = await server.inject({
    url: new URL(asset.url).pathname,
    headers: { 'if-none-match': String(shown.headers.etag) },
  })
  expect(again.statusCode).toBe(304)
  expect((await server.inject({ method: 'HEAD', url: new URL(asset.url).pathname })).headers).toMatchObject({
    'content-type': 'image/png',
    'content-length': String(bytes.length),
  })
})

test('the same bytes again answer the image that is there', async () => {
  const first = await upload(aPng(2, 2, 2), 'First')
  const second = await upload(aPng(2, 2, 2), 'Second')
  expect(second.body).toEqual(first.body)
})

test('an image taken out of the library goes on answering, and comes back under its old address', async () => {
  const { body: asset } = await upload(aPng(2, 2, 3))
  expect((await server.call(api.deleteAsset, { params: { id: asset.id }, as })).status).toBe(204)
  const { body } = await server.call(api.listAssets, { as })
  expect(body.items.map(({ id }) => id)).not.toContain(asset.id)
  expect((await server.inject({ url: new URL(asset.url).pathname })).statusCode).toBe(200)
  expect((await upload(aPng(2, 2, 3))).body.url).toBe(asset.url)
  expect((await server.call(api.deleteAsset, { params: { id: asset.id }, as })).status).toBe(404)
})

test('an address that nothing was uploaded to is a plain 404', async () => {
  for (const url of [
    `/a/${'0'.repeat(40)}.png`,
    '/a/secret.key',
    '/a/..%2f..%2fsecret.key',
    '/assets/starter/no.png',
  ])
    expect(await server.inject({ url }), url).toMatchObject({ statusCode: 404 })
})

test('a file that is no image is refused with the reason', async () => {
  const { status, problem } = await upload(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"></svg>'))
  expect(status).toBe(422)
  expect(problem).toMatchObject({ type: '/problems/asset/unusable', detail: expect.stringContaining('SVG') })
})

test('whoever may only read content uploads nothing', async () => {
  const reader = await signedIn(house, await aPerson(house, { role: 'viewer' }))
  expect((await upload(aPng(), 'x', server, reader)).status).toBe(403)
})

test('an image may be larger than other bodies, up to its own limit', async () => {
  const large = Buffer.concat([aPng(2, 2, 4), Buffer.alloc(4_900_000)])
  expect((await upload(large)).status).toBe(201)
  const tooLarge = await upload(Buffer.concat([aPng(), Buffer.alloc(5_300_000)]))
  expect(tooLarge.problem.type).toMatch(/asset\/unusable|request\/(too-large|invalid)/)
  const design = { ...emptyDesign(), sections: [] }
  const other = await server.call(designApi.compileDesign, {
    body: { design, filler: 'x'.repeat(200_000) },
    as,
  })
  expect(other.status).toBe(413)
})

describe('in a bucket', async () => {
  const service = await fakeBucket()
  afterAll(() => service.close())
  beforeEach(() => service.is('works'))
  const place = { bucket: 'b', prefix: '', endpoint: service.endpoint, region: 'eu-test-1' }
  const url = (key: string) => `https://images.example.com/mail/${key}`
  const inBucket = (patience?: { put: number; get: number }) => {
    const storage = bucketStorage({ ...place, keyId: 'KEYID', secret: 'x' }, patience)
    return anHttpServer({ ...house.house, assets: { ...storage, url } })
  }
  const elsewhere = inBucket()
  const hasty = inBucket({ put: 400, get: 400 })

  test('images are shown from the public address of the bucket', async () => {
    const { body } = await upload(aPng(2, 2, 5), 'In a bucket', elsewhere)
    expect(body.url).toMatch(/^https:\/\/images\.example\.com\/mail\/[0-9a-f]{40}\.png$/)
    expect([...service.objects.keys()]).toEqual([`/b/${body.url.split('/').at(-1)}`])
  })

  test.each(['refuses', 'hangs', 'drops'] as Mood[])(
    'when the service %s, nothing is half done',
    async (mood) => {
      service.is(mood)
      const before = await server.call(api.listAssets, { as })
      const { status, problem } = await upload(
        aPng(3, 3, mood.length),
        'Lost',
        mood === 'hangs' ? hasty : elsewhere,
      )
      expect(status).toBe(503)
      expect(problem).toMatchObject({
        type: '/problems/asset/storage-unavailable',
        detail: expect.stringContaining('The image storage'),
      })
      expect((await server.call(api.listAssets, { as })).body.total).toBe(before.body.total)
      service.is('works')
      expect((await upload(aPng(3, 3, mood.length), 'Found', elsewhere)).status).toBe(201)
    },
  )
})
