import type { BodyOf, ReplyOf } from '@chappe/core/api/endpoint'
import type { exportTranslation, importTranslation, translationFormats } from '@chappe/core/api/languages'
import { Definition, EmailContent } from '@chappe/core/campaign/schema'
import { intoVariant } from '@chappe/core/campaign/variants'
import { Problem } from '@chappe/core/kit/problem'
import type { Ctx } from '../context.ts'
import { seenAs, versionOf } from './preview.ts'
import { translateContent, unitsOf } from './translations/content.ts'
import { type FileUnit, type ReadTranslation, UnreadableTranslation } from './translations/file.ts'
import { readJson, writeJson } from './translations/json.ts'
import { fingerprint, keepsMarkup, type Piece, piecesOf, type Unit } from './translations/unit.ts'
import { readXliff, writeXliff } from './translations/xliff.ts'
import * as versions from './versions.ts'

type Format = (typeof translationFormats)[number]

const writers = {
  xliff: { write: writeXliff, mediaType: 'application/xliff+xml', extension: 'xlf' },
  json: { write: writeJson, mediaType: 'application/json', extension: 'json' },
} as const

/** The texts of the draft (else of the live version) for translators, with what is translated already. */
export async function exported(
  ctx: Ctx,
  id: string,
  locale: string,
  format: Format,
  variant: string | null = null,
): Promise<ReplyOf<typeof exportTranslation>> {
  const { campaign, version } = await versionOf(ctx, id, undefined, 'draft')
  const { content, source, translation } = pairOf(seenAs(version, variant).definition, locale)
  const there = targetsIn(content, translation)
  const units = unitsOf(content).map(
    (unit): FileUnit => ({ id: fileId(unit), unit, target: there.get(unit.id) ?? null }),
  )
  const { write, mediaType, extension } = writers[format]
  const name =
    [campaign.name, ...(variant === null ? [] : [variant])]
      .join('-')
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '') || 'campaign'
  return {
    filename: `${name}.${source}-${locale}.${extension}`,
    mediaType,
    text: write({ campaignId: campaign.id, source, target: locale, units }),
  }
}

/**
 * Puts translated texts into the draft. A text whose source has changed since the export is left, and so is one that
 * lost the markup around its words. Throws request/stale, campaign/not-editable, and request/invalid for what is no
 * translation of this campaign into this locale.
 */
export async function imported(
  ctx: Ctx,
  id: string,
  locale: string,
  { revision, text, variant: named }: BodyOf<typeof importTranslation>,
): Promise<ReplyOf<typeof importTranslation>> {
  const variant = named ?? null
  const { version } = await versionOf(ctx, id, undefined, 'draft')
  const { definition } = version
  const said = seenAs(version, variant).definition
  const { content, translation } = pairOf(said, locale)
  const { applied, skipped, targets } = matched(unitsOf(content), read(text, locale))
  // Nothing that could be taken is nothing to save: not even a translation without a text of its own.
  if (applied === 0) return { revision: version.revision, definition, applied, skipped }
  const there = targetsIn(content, translation)
  const translated = inLanguage(
    translateContent(content, (unit) => targets.get(unit.id) ?? there.get(unit.id)),
    locale,
  )
  const checked = EmailContent.safeParse(translated)
  if (!checked.success) {
    const [{ path, message }] = checked.error.issues as [(typeof checked.error.issues)[number]]
    throw refused(`The translation does not fit: ${path.join('.')}: ${message}`)
  }
  const translations = { ...said.translations, [locale]: checked.data }
  const changed: Definition = Definition.parse({
    ...definition,
    ...(variant === null
      ? { translations }
      : { variants: intoVariant(definition, variant, { translations }) }),
  })
  const saved = await versions.saveDraft(ctx, id, { revision, definition: changed })
  return { revision: saved.revision, definition: saved.definition, applied, skipped }
}

const refused = (detail: string) =>
  new Problem('request/invalid', detail, { errors: [{ pointer: '/text', detail }] })

/** The default locale's content and what there is in the other locale. */
function pairOf({ languages, content, translations }: Definition, locale: string) {
  if (!languages || locale === languages.defaultLocale || !languages.locales.includes(locale))
    throw new Problem(
      'request/invalid',
      `The campaign is not translated into ${locale}: add the language first.`,
      {
        errors: [
          { pointer: ':locale', detail: 'Must be one of the campaign’s languages, and not the default one' },
        ],
      },
    )
  const translation = Object.hasOwn(translations, locale) ? translations[locale] : undefined
  return { content, source: languages.defaultLocale, translation }
}

const fileId = (unit: Unit): string => `${unit.id}~${fingerprint(unit)}`

/** What a translation says for each unit, as far as it still has the shape of what it translates. */
function targetsIn(
  content: EmailContent,
  translation: EmailContent | undefined,
): Map<string, readonly Piece[]> {
  if (!translation) return new Map()
  const there = new Map(unitsOf(translation).map((unit) => [unit.id, unit]))
  const units = unitsOf(content)
  const partOf = (unit: Unit) => unit.id.slice(0, unit.id.lastIndexOf('/'))
  const sizes = (all: readonly Unit[]) => {
    const counts = new Map<string, number>()
    for (const unit of all) counts.set(partOf(unit), (counts.get(partOf(unit)) ?? 0) + 1)
    return counts
  }
  const [wanted, given] = [sizes(units), sizes([...there.values()])]
  return new Map(
    units.flatMap((unit) => {
      const target = there.get(unit.id)
      if (!target || wanted.get(partOf(unit)) !== given.get(partOf(unit))) return []
      const pieces = inTermsOf(unit, target)
      return pieces && keepsMarkup(unit, pieces) ? [[unit.id, pieces] as const] : []
    }),
  )
}

/** A target with the placeholders of its source: those that show the same, in order. Undefined when one has none. */
function inTermsOf(unit: Unit, target: Unit): Piece[] | undefined {
  const free = unit.pieces.filter((piece) => typeof piece !== 'string')
  const pieces: Piece[] = []
  for (const piece of target.pieces) {
    if (typeof piece === 'string') {
      pieces.push(piece)
      continue
    }
    const at = free.findIndex(({ code, role }) => code === piece.code && role === piece.role)
    if (at < 0) return undefined
    pieces.push(...free.splice(at, 1))
  }
  return pieces
}

/** Throws request/invalid. */
function read(text: string, locale: string): ReadTranslation {
  try {
    const file = text.trimStart().startsWith('{') ? readJson(text) : readXliff(text)
    const said = file.target?.replaceAll('_', '-').toLowerCase()
    if (said !== undefined && said !== locale.toLowerCase())
      throw refused(`This file is a translation into ${file.target}, not into ${locale}.`)
    return file
  } catch (error) {
    if (error instanceof UnreadableTranslation) throw refused(error.message)
    throw error
  }
}

/** Finds the unit that each target is for: the one that says the same, at the same place if there are several. */
function matched(units: readonly Unit[], { targets }: ReadTranslation) {
  const skipped: ReplyOf<typeof importTranslation>['skipped'] = []
  const found = new Map<string, readonly Piece[]>()
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const byPrint = new Map<string, Unit[]>()
  for (const unit of units) {
    const print = fingerprint(unit)
    byPrint.set(print, [...(byPrint.get(print) ?? []), unit])
  }
  for (const { id, text } of targets) {
    const [, place = '', print = ''] = /^(.*)~([\da-z]+)$/.exec(id) ?? []
    const same = byPrint.get(print) ?? []
    const unit = same.find((one) => one.id === place) ?? same.find((one) => !found.has(one.id)) ?? same[0]
    if (!unit) skipped.push({ unit: id, reason: byId.has(place) ? 'source-changed' : 'unknown' })
    else if (text.trim() === '') skipped.push({ unit: id, reason: 'empty' })
    else {
      const pieces = piecesOf(unit, text)
      if (keepsMarkup(unit, pieces)) found.set(unit.id, pieces)
      else skipped.push({ unit: id, reason: 'markup' })
    }
  }
  return { targets: found, applied: found.size, skipped }
}

/** The document says which language it is in, for screen readers. */
function inLanguage(content: EmailContent, locale: string): EmailContent {
  const { design, html } = content
  if (design) return { ...content, design: { ...design, settings: { ...design.settings, language: locale } } }
  return { ...content, html: html.replace(/(<html\b[^>{]*?\slang=)(["'])[\w-]*\2/i, `$1$2${locale}$2`) }
}
