import type { AssetStorage } from '../../context.ts'
import { folderStorage } from './folder.ts'
import { type BucketSettings, bucketStorage } from './s3.ts'

export interface StorageSettings {
  /** Folder for the files when there is no bucket. */
  readonly folder: string
  readonly bucket: BucketSettings | undefined
  /** Address under which the bucket itself is public, without a slash at its end. */
  readonly url: string | undefined
  /** Origin of this installation. */
  readonly publicUrl: string
}

/** Where the bytes of images are, and the addresses that messages show them by. */
export function openStorage({ folder, bucket, url, publicUrl }: StorageSettings): AssetStorage {
  const place = bucket ? bucketStorage(bucket) : folderStorage(folder)
  const base = url ?? `${publicUrl}/a`
  return { ...place, url: (key) => `${base}/${key}` }
}
