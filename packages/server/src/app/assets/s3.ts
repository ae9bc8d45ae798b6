import { createHash } from 'node:crypto'
import { AwsClient } from 'aws4fetch'
import type { AssetStorage } from '../../context.ts'
import { StorageFailure } from './failure.ts'
import { mediaTypeOf } from './image.ts'

export interface BucketSettings {
  readonly bucket: string
  /** Before every key; empty, or ended by a slash. */
  readonly prefix: string
  /** Origin of the service; undefined: Amazon's own in this region. */
  readonly endpoint: string | undefined
  readonly region: string
  readonly keyId: string
  readonly secret: string
}

/** Milliseconds until an answer has to be there, whole. */
const patience = { put: 30_000, get: 15_000 }

/** A bucket of any service that speaks S3's protocol, by requests signed with Signature Version 4. */
export function bucketStorage(
  { bucket, prefix, endpoint, region, keyId, secret }: BucketSettings,
  { put: putWithin, get: getWithin } = patience,
): Omit<AssetStorage, 'url'> {
  const base = endpoint ? `${endpoint}/${bucket}` : `https://${bucket}.s3.${region}.amazonaws.com`
  const address = (key: string) => `${base}/${prefix}${key}`
  const client = new AwsClient({
    accessKeyId: keyId,
    secretAccessKey: secret,
    service: 's3',
    region,
    // Its own retries wait too long for somebody who looks at a screen; an upload can be tried again.
    retries: 0,
  })

  async function ask(what: string, key: string, within: number, init: RequestInit): Promise<Response> {
    const signal = AbortSignal.timeout(within)
    try {
      return await client.fetch(address(key), { ...init, signal, redirect: 'manual' })
    } catch (error) {
      throw new StorageFailure(
        `The image storage ${signal.aborted ? 'did not answer in time' : what}.`,
        error,
      )
    }
  }

  return {
    async put(key, bytes) {
      const answer = await ask('could not be reached', key, putWithin, {
        method: 'PUT',
        body: new Uint8Array(bytes),
        headers: {
          'content-type': mediaTypeOf(key),
          'cache-control': immutable,
          'x-amz-content-sha256': createHash('sha256').update(bytes).digest('hex'),
        },
      })
      const said = await textOf(answer)
      if (!answer.ok) throw refused('take', answer.status, said)
    },
    async get(key) {
      const answer = await ask('could not be reached', key, getWithin, { method: 'GET' })
      if (answer.ok) {
        try {
          return Buffer.from(await answer.arrayBuffer())
        } catch (error) {
          throw new StorageFailure('The image storage broke off in the middle of an image.', error)
        }
      }
      const said = await textOf(answer)
      if (answer.status === 404) return undefined
      throw refused('give', answer.status, said)
    },
  }
}

/** How long what an image's address answers may be kept: its key is made of its bytes. */
const immutable = 'public, max-age=31536000, immutable'

const textOf = (answer: Response): Promise<string> => answer.text().catch(() => '')

/** Services say why in a `Code` element, such as `AccessDenied` or `NoSuchBucket`. */
function refused(verb: string, status: number, said: string): StorageFailure {
  const [, code = ''] = /<Code>([A-Za-z]{1,60})<\/Code>/.exec(said) ?? []
  return new StorageFailure(
    `The image storage refuses to ${verb} the image: it answers ${status}${code === '' ? '' : ` ${code}`}.`,
  )
}
