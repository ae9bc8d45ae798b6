import { posix } from 'node:path'
import { contentLimits } from '@chappe/core/content/schema'
import { Problem, type ProblemExtra, type ProblemReason } from '@chappe/core/kit/problem'
import { unzipSync } from 'fflate'

const maxEntries = 2_000

export interface Archive {
  /** Paths of the files, with `/`, from the archive's top. */
  readonly names: readonly string[]
  /** Names that lead out of the archive: what they name is ignored. */
  readonly ignored: readonly string[]
  /** The bytes of one file; undefined when it cannot be unpacked. Throws when all that was read is too much. */
  read(name: string): Buffer | undefined
}

/**
 * A ZIP archive, of which only what is asked for is unpacked, in memory. Throws `content/not-ready` when it is none,
 * or larger than contentLimits.
 */
export function openArchive(bytes: Buffer): Archive {
  if (bytes.length > contentLimits.archive)
    throw refused('archive-too-large', 'The archive is larger than 10 MB.')
  const found = new Map<string, { raw: string; size: number }>()
  const ignored: string[] = []
  let entries = 0
  try {
    unzipSync(bytes, {
      filter: ({ name: raw, originalSize: size }) => {
        if (++entries > maxEntries)
          throw refused('archive-too-many', `The archive has more than ${maxEntries} entries.`, {
            most: maxEntries,
          })
        const name = safeName(raw)
        if (name === undefined) ignored.push(raw.slice(0, 200))
        else if (name !== '') found.set(name, { raw, size })
        return false
      },
    })
  } catch (error) {
    if (error instanceof Problem) throw error
    throw refused('no-archive', 'This is no ZIP archive, or it is damaged.')
  }
  let unpacked = 0
  return {
    names: [...found.keys()],
    ignored,
    read(name) {
      const entry = found.get(name)
      if (!entry) return undefined
      // The size is what the archive claims; nothing larger is made of the entry, whatever it holds.
      unpacked += entry.size
      if (unpacked > contentLimits.unpacked)
        throw refused('archive-too-large', 'The archive unpacks to more than 40 MB.')
      try {
        const file = unzipSync(bytes, { filter: (one) => one.name === entry.raw })[entry.raw]
        return file && Buffer.from(file.buffer, file.byteOffset, file.byteLength)
      } catch {
        return undefined
      }
    },
  }
}

/** Why something brought in cannot be used. */
export const refused = (reason: ProblemReason, detail: string, extra: ProblemExtra = {}) =>
  new Problem('content/not-ready', detail, { reason, ...extra })

/** Empty for folders and what systems add by themselves; undefined for a name that leads out of the archive. */
function safeName(raw: string): string | undefined {
  const name = posix.normalize(raw.replaceAll('\\', '/'))
  if (name.startsWith('/') || name.startsWith('../') || name === '..' || /^[a-z]:/i.test(name))
    return undefined
  if (raw.replaceAll('\\', '/').split('/').includes('..')) return undefined
  const isNoise = name.endsWith('/') || /(^|\/)(__MACOSX\/|\.[^/]|Thumbs\.db$)/i.test(name)
  return isNoise ? '' : name
}
