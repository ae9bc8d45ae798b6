import { crc32, deflateSync } from 'node:zlib'

/** A real PNG of one color; `shade` tells one from another. */
export function aPng(width = 2, height = 2, shade = 0): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 3), shade)
  for (let y = 0; y < height; y++) rows[y * (1 + width * 3)] = 0
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

export const aGif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
export const aWebp = Buffer.from('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA', 'base64')
/** The least of a JPEG: a frame header that tells its size. */
export const aJpeg = Buffer.from(
  'ffd8ffe000104a46494600010100000100010000ffc0000b080003000401011100ffd9',
  'hex',
)
