import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { type BucketSettings, bucketStorage } from './s3.ts'
import { fakeBucket, type Mood } from './testing/fake-bucket.ts'
import { aPng } from './testing/images.ts'

const service = await fakeBucket()
afterAll(() => service.close())
beforeEach(() => {
  service.objects.clear()
  service.is('works')
})

const settings: BucketSettings = {
  bucket: 'pictures',
  prefix: 'mail/',
  endpoint: service.endpoint,
  region: 'eu-test-1',
  keyId: 'KEYID',
  secret: 'SECRET',
}
const storage = bucketStorage(settings)
const key = `${'a'.repeat(40)}.png`

test('an image is put whole, signed, with its type and for ever, and comes back as it was', async () => {
  const bytes = aPng()
  await storage.put(key, bytes)
  expect([...service.objects.keys()]).toEqual([`/pictures/mail/${key}`])
  expect(service.objects.get(`/pictures/mail/${key}`)!.headers).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'public, max-age=31536000, immutable',
  })
  expect(await storage.get(key)).toEqual(bytes)
})

test('what is not there is undefined, and no failure', async () => {
  expect(await storage.get(`${'b'.repeat(40)}.png`)).toBeUndefined()
})

test('without an endpoint the bucket is Amazon’s, in its region', async () => {
  const { endpoint: _, ...rest } = settings
  const asked: string[] = []
  const { fetch } = globalThis
  globalThis.fetch = async (request) => {
    asked.push((request as Request).url)
    return new Response('', { status: 404 })
  }
  try {
    await bucketStorage({ ...rest, endpoint: undefined }).get(key)
  } finally {
    globalThis.fetch = fetch
  }
  expect(asked).toEqual([`https://pictures.s3.eu-test-1.amazonaws.com/mail/${key}`])
})

test('a key that the service does not know is refused, and it says why', async () => {
  const stranger = bucketStorage({ ...settings, keyId: 'OTHER' })
  await expect(stranger.put(key, aPng())).rejects.toThrow(
    'The image storage refuses to take the image: it answers 403 AccessDenied.',
  )
  expect(service.objects.size).toBe(0)
})

describe('a service that misbehaves is told in a sentence', () => {
  const sentences: [Mood, string][] = [
    ['refuses', 'refuses to'],
    ['hangs', 'did not answer in time'],
    ['drops', 'could not be reached'],
    ['redirects', 'answers 307'],
  ]
  test.each(sentences)('%s', async (mood, sentence) => {
    service.is(mood)
    const storage = bucketStorage(settings, mood === 'hangs' ? { put: 400, get: 400 } : undefined)
    await expect(storage.put(key, aPng())).rejects.toThrow(sentence)
    await expect(storage.get(key)).rejects.toThrow(sentence)
    expect(service.objects.size).toBe(0)
  })

  test('breaks off in the middle of an image', async () => {
    await storage.put(key, aPng())
    service.is('breaks-off')
    await expect(storage.get(key)).rejects.toThrow('broke off in the middle')
  })
})
