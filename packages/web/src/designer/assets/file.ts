import { contentLimits } from '@chappe/core/content/schema'

export const imageTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const

export type Refusal = { readonly why: 'type' } | { readonly why: 'size'; readonly bytes: number }

/** Why a file cannot be uploaded, before it is sent; undefined when it can be tried. */
export function refusalOf({ type, size }: Pick<File, 'type' | 'size'>): Refusal | undefined {
  if (!(imageTypes as readonly string[]).includes(type)) return { why: 'type' }
  return size > contentLimits.asset ? { why: 'size', bytes: size } : undefined
}

/** Megabytes with one digit, rounded up: a file just above the limit does not look as if it were at it. */
export const megabytes = (bytes: number): number => Math.ceil((bytes / (1024 * 1024)) * 10) / 10

/** Base64 of a file’s bytes. */
export async function base64Of(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += 0x8000)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)))
  return btoa(parts.join(''))
}

/** The images of what was dropped or pasted. */
export const filesOf = (from: DataTransfer | null): File[] => [...(from?.files ?? [])]
