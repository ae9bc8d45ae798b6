import { createHash } from 'node:crypto'
import { contentLimits } from '@chappe/core/content/schema'
import { Problem } from '@chappe/core/kit/problem'
import { imageSize } from 'image-size'

/** The images that mail programs show, by the ending of their keys. */
const mediaTypes = { png: 'image/png', jpg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp' } as const
export type ImageKind = keyof typeof mediaTypes

export interface Image {
  readonly kind: ImageKind
  readonly mediaType: string
  readonly width: number
  readonly height: number
  readonly sha256: string
}

/** What these bytes are, whatever their name says. Throws `asset/unusable` with a sentence. */
export function readImage(bytes: Buffer): Image {
  if (bytes.length > contentLimits.asset) throw unusable('It is larger than 5 MB. Make it smaller first.')
  const kind = kindOf(bytes)
  if (!kind) throw unusable(refusal(bytes))
  const { width, height } = sizeOf(bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { kind, mediaType: mediaTypes[kind], width, height, sha256 }
}

/**
 * The name under which a sandbox's image is stored and shown, for ever: made of its bytes, and different in each
 * sandbox.
 */
export const keyOf = (sandboxId: number, { sha256, kind }: Image): string =>
  `${createHash('sha256').update(`${sandboxId}:${sha256}`).digest('hex').slice(0, 40)}.${kind}`

export const isKey = (text: string): boolean => /^[0-9a-f]{40}\.(png|jpg|gif|webp)$/.test(text)

/** The media type that belongs to a key. */
export const mediaTypeOf = (key: string): string =>
  mediaTypes[key.slice(key.lastIndexOf('.') + 1) as ImageKind]

const unusable = (detail: string) => new Problem('asset/unusable', detail)

const magic: readonly [ImageKind, (bytes: Buffer) => boolean][] = [
  ['png', (bytes) => bytes.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))],
  ['jpg', (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))],
  ['gif', (bytes) => /^GIF8[79]a/.test(bytes.toString('latin1', 0, 6))],
  ['webp', (bytes) => /^RIFF.{4}WEBP/s.test(bytes.toString('latin1', 0, 12))],
]
const kindOf = (bytes: Buffer): ImageKind | undefined => magic.find(([, isIt]) => isIt(bytes))?.[0]

function refusal(bytes: Buffer): string {
  const beginning = bytes.toString('utf8', 0, 1_000)
  if (/<svg[\s>]/i.test(beginning))
    return 'Mail programs do not show SVG. Export the drawing as PNG, twice as large as it is to be shown.'
  return 'It is none of PNG, JPEG, GIF and WebP, which are the images that mail programs show.'
}

function sizeOf(bytes: Buffer): { width: number; height: number } {
  try {
    const { width, height } = imageSize(bytes)
    if (width > 0 && height > 0) return { width, height }
  } catch {
    // It begins like an image and is none.
  }
  throw unusable('It is damaged: its size cannot be read.')
}
