import type { listAssets, uploadAsset } from '@chappe/core/api/assets'
import type { BodyOf, QueryOf } from '@chappe/core/api/endpoint'
import type { Asset } from '@chappe/core/content/schema'
import { Problem } from '@chappe/core/kit/problem'
import type { Ctx, House } from '../context.ts'
import * as store from '../store/assets.ts'
import { StorageFailure } from './assets/failure.ts'
import { isKey, keyOf, mediaTypeOf, readImage } from './assets/image.ts'

export async function list(ctx: Ctx, { search, limit, offset }: QueryOf<typeof listAssets>) {
  const { rows, total } = await store.list(ctx.db, ctx.sandboxId, search, { limit, offset })
  return { items: rows.map((row) => present(ctx, row)), total }
}

export const upload = (ctx: Ctx, { name, data }: BodyOf<typeof uploadAsset>): Promise<Asset> =>
  keep(ctx, name, Buffer.from(data, 'base64'))

/**
 * Keeps an image and answers what it is known by. The row is written after the bytes are stored, so that no image
 * is listed that cannot be shown. Throws asset/unusable, and asset/storage-unavailable with what the storage said.
 */
export async function keep(ctx: Ctx, name: string, bytes: Buffer): Promise<Asset> {
  const image = readImage(bytes)
  const key = keyOf(ctx.sandboxId, image)
  await asProblem(ctx.assets.put(key, bytes))
  const row = await store.add(ctx.db, {
    sandboxId: ctx.sandboxId,
    id: ctx.newId(),
    sha256: image.sha256,
    key,
    name,
    mediaType: image.mediaType,
    bytes: bytes.length,
    width: image.width,
    height: image.height,
    createdAt: ctx.now(),
    createdBy: ctx.actor.name,
  })
  return present(ctx, row)
}

/** Takes an image out of the library. Its bytes stay: messages that were sent show them. */
export async function remove(ctx: Ctx, id: string): Promise<void> {
  if (!(await store.remove(ctx.db, ctx.sandboxId, id)))
    throw new Problem('asset/not-found', 'It may have been taken out of the library.')
}

/** The bytes behind an address that a message shows; undefined when there are none. */
export async function read(
  house: House,
  key: string,
): Promise<{ bytes: Buffer; mediaType: string } | undefined> {
  if (!isKey(key)) return undefined
  const bytes = await asProblem(house.assets.get(key))
  return bytes && { bytes, mediaType: mediaTypeOf(key) }
}

const asProblem = <T>(doing: Promise<T>): Promise<T> =>
  doing.catch((error: unknown) => {
    if (!(error instanceof StorageFailure)) throw error
    throw new Problem('asset/storage-unavailable', error.message)
  })

const present = (ctx: Ctx, row: store.AssetRow): Asset => {
  const { sandboxId: _sandbox, sha256: _hash, key, ...rest } = row
  return { ...rest, url: ctx.assets.url(key), createdAt: row.createdAt.toISOString() }
}
