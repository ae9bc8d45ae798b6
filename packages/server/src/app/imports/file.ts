import type { Db } from '../../store/db.ts'
import * as store from '../../store/imports.ts'
import { type Head, headBytes, readHead, readLinesHead, type Said } from './head.ts'

/** Bytes of a file from an offset on, as many as have arrived of `length`. */
async function bytesAt(
  db: Db,
  { sandboxId, id }: store.ImportRow,
  offset: number,
  length: number,
): Promise<Buffer> {
  const parts: Buffer[] = []
  for (let at = offset; at < offset + length; ) {
    const bytes = await store.readBytes(db, sandboxId, id, at, offset + length - at)
    if (!bytes) break
    parts.push(bytes)
    at += bytes.length
  }
  return Buffer.concat(parts)
}

/** The beginning of a file of which something has arrived. */
export async function headOf(db: Db, row: store.ImportRow, said: Said): Promise<Head> {
  const bytes = await bytesAt(db, row, 0, headBytes)
  if (row.format === 'ndjson') return readLinesHead(bytes, said)
  // Names without accents may fill the first pages of a file that is not UTF-8 all the same.
  const places = [1 / 3, 2 / 3, 1].map((share) => Math.floor(row.uploaded * share) - headBytes)
  const others: Buffer[] = []
  for (const offset of new Set(places.map((place) => Math.max(place, headBytes))))
    if (offset < row.uploaded) others.push(await bytesAt(db, row, offset, headBytes))
  return readHead(bytes, row.uploaded <= headBytes, said, others)
}
