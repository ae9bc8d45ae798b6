import { basename, extname, posix } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { importHtml } from '@chappe/core/api/designs'
import type { BodyOf, ReplyOf } from '@chappe/core/api/endpoint'
import { campaignLimits } from '@chappe/core/campaign/schema'
import { Problem } from '@chappe/core/kit/problem'
import { escapeHtml } from '@chappe/core/template/escape'
import { tokenizeHtml } from '@chappe/core/template/html'
import { decodeText, type Replacement, rewrite } from '@chappe/core/template/links'
import type { Ctx } from '../../context.ts'
import * as assets from '../assets.ts'
import { type Archive, openArchive, refused } from './archive.ts'
import { cleaned } from './clean.ts'
import { decoded } from './decode.ts'
import { referencesIn } from './references.ts'
import { mergeTagsIn, type Remark, Remarks } from './remarks.ts'
import { withStyleSheets } from './style-sheets.ts'

const maxImages = 200

/** An email that is to be read: its HTML, and the files beside it. */
interface Source {
  readonly html: string
  /** Path of the HTML in the archive. */
  readonly path: string
  readonly archive: Archive | null
}

/**
 * Makes an existing email ready for code mode. Its images become assets of the sandbox; what runs, embeds or sends is
 * taken out; conditional comments and styles stay. Throws content/not-ready for what is no email, and
 * asset/storage-unavailable.
 */
export async function importEmail(
  ctx: Ctx,
  body: BodyOf<typeof importHtml>,
): Promise<ReplyOf<typeof importHtml>> {
  const remarks = new Remarks()
  const source = 'zip' in body ? unpacked(Buffer.from(body.zip, 'base64'), remarks) : pasted(body.html)
  const base = baseOf(source.html)
  const styled = withStyleSheets(source.html, (address) => fileOf(source, address), remarks)
  const { html, removed } = cleaned(styled)
  for (const [what, count] of removed) remarks.removed(what, count)
  remarks.mergeTags(mergeTagsIn(html))
  const { html: finished, images } = await withImages(ctx, { ...source, html }, base, remarks)
  if (Buffer.byteLength(finished) > campaignLimits.html)
    throw refused('html-too-large', 'The HTML is larger than 2 MB.')
  return { html: finished, subject: titleOf(finished), images, remarks: remarks.all() }
}

export type { Remark }

function pasted(html: string): Source {
  if (!tokenizeHtml(html).some(({ kind }) => kind === 'open'))
    throw refused('no-html', 'There is no HTML in it.')
  return { html, path: '', archive: null }
}

function unpacked(bytes: Buffer, remarks: Remarks): Source {
  const archive = openArchive(bytes)
  for (const name of archive.ignored) remarks.ignoredName(name)
  const pages = archive.names
    .filter((name) => /\.html?$/i.test(name))
    .sort((a, b) => rank(a) - rank(b) || a.length - b.length || (a < b ? -1 : 1))
  const [path, ...others] = pages
  if (path === undefined) throw refused('archive-without-html', 'The archive has no HTML file.')
  if (others.length > 0) remarks.otherPages(path, others.length)
  const file = archive.read(path)
  if (!file) throw refused('archive-damaged', `${path} cannot be unpacked.`, { path })
  if (file.length > campaignLimits.html) throw refused('html-too-large', 'The HTML is larger than 2 MB.')
  return { html: decoded(file), path, archive }
}

/** The page nearest to the top, and there the one that a server would show first. */
const rank = (name: string): number =>
  name.split('/').length * 2 - (/^index\.html?$/i.test(basename(name)) ? 1 : 0)

/** The file of the archive that an address beside the HTML names. */
function fileOf({ path, archive }: Source, address: string): { name: string; bytes: Buffer } | undefined {
  if (!archive) return undefined
  const [written = ''] = address.replaceAll('\\', '/').split(/[?#]/, 1)
  const wanted = posix.normalize(posix.join(posix.dirname(path), unescaped(written))).replace(/^\//, '')
  const name =
    archive.names.find((one) => one === wanted) ??
    archive.names.find((one) => one.toLowerCase() === wanted.toLowerCase())
  const bytes = name === undefined ? undefined : archive.read(name)
  return name !== undefined && bytes ? { name, bytes } : undefined
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

async function withImages(
  ctx: Ctx,
  source: Source,
  base: URL | null,
  remarks: Remarks,
): Promise<{ html: string; images: number }> {
  const kept = new Map<string, string | null>()
  const changes: Replacement[] = []
  let images = 0
  for (const { kind, address, offset, end } of referencesIn(source.html)) {
    const absolute = absoluteOf(address, base)
    if (kind === 'link') {
      if (base && absolute !== address) changes.push({ offset, end, value: escapeHtml(absolute) })
      continue
    }
    if (/^(https?:)?\/\//i.test(absolute)) {
      if (absolute !== address) changes.push({ offset, end, value: escapeHtml(absolute) })
      remarks.elsewhere(absolute)
      continue
    }
    let url = kept.get(address)
    if (url === undefined) {
      if (images >= maxImages)
        throw refused('too-many-images', `The email has more than ${maxImages} images.`, { most: maxImages })
      url = await imageOf(ctx, source, address, images + 1, remarks)
      kept.set(address, url)
      if (url !== null) images++
      // Unpacking and hashing are work on the thread that answers everybody: let others in between.
      await setImmediate()
    }
    if (url !== null) changes.push({ offset, end, value: escapeHtml(url) })
  }
  return { html: rewrite(source.html, changes), images }
}

/** The address of the asset that an image has become, or null with a remark. */
async function imageOf(
  ctx: Ctx,
  source: Source,
  address: string,
  number: number,
  remarks: Remarks,
): Promise<string | null> {
  const file = /^data:/i.test(address) ? inline(address, number) : fileOf(source, address)
  if (!file) {
    remarks.notFound(address)
    return null
  }
  const name = basename(file.name, extname(file.name)).trim().slice(0, 200)
  try {
    return (await assets.keep(ctx, name === '' ? `${number}` : name, file.bytes)).url
  } catch (error) {
    if (!(error instanceof Problem) || error.type !== 'asset/unusable') throw error
    remarks.unusable(file.name, error.message)
    return null
  }
}

function inline(address: string, number: number): { name: string; bytes: Buffer } | undefined {
  const [, base64, data] = /^data:[^,]*?(;base64)?,(.*)$/is.exec(address) ?? []
  if (data === undefined) return undefined
  const bytes = base64 ? Buffer.from(unescaped(data), 'base64') : Buffer.from(unescaped(data), 'latin1')
  return { name: `image-${number}`, bytes }
}

/** What `<base href>` says that addresses begin at. */
function baseOf(html: string): URL | null {
  for (const token of tokenizeHtml(html)) {
    if (token.kind !== 'open' || token.name !== 'base') continue
    const href = token.attributes.find(({ name }) => name === 'href')
    const address = href ? decodeText(html.slice(href.offset, href.end)).trim() : ''
    return /^https?:/i.test(address) && URL.canParse(address) ? new URL(address) : null
  }
  return null
}

const absoluteOf = (address: string, base: URL | null): string =>
  base && !/^([a-z][a-z\d+.-]*:|#)/i.test(address) && URL.canParse(address, base.href)
    ? new URL(address, base).href
    : address

/** The document's title on one line: it is to be the subject. */
function titleOf(html: string): string {
  const tokens = tokenizeHtml(html)
  const at = tokens.findIndex((token) => token.kind === 'open' && token.name === 'title')
  if (at < 0) return ''
  const end = tokens[at + 1]?.offset ?? html.length
  return decodeText(html.slice(tokens[at]!.end, end))
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, campaignLimits.subject)
}
