import { dirname, join } from 'node:path'
import { putCampaign } from '@chappe/core/api/campaigns'
import { CampaignKey, Definition } from '@chappe/core/campaign/schema'
import { suggest } from '@chappe/core/template/suggest'
import { z } from 'zod'
import type { Names } from './names.ts'
import type { Misplaced, Path, Place, Source } from './places.ts'
import {
  identifiedFragments,
  isContent,
  pathInFile,
  pathOfReference,
  referenceAt,
  referenceInFile,
} from './references.ts'

export type Wanted = z.output<typeof putCampaign.body>

/** A campaign as a file says it. */
export interface Written {
  readonly key: string
  readonly body: Wanted
  /** The document that says it. */
  readonly place: Place
  /**
   * Where a part of the request's body (as a JSON pointer) is written; `line` and `column` are those within its text,
   * where there are any.
   */
  at(pointer: string, line?: number, column?: number): Place
}

/** The text of a file beside the document; throws an Error with a sentence. */
export type ReadFile = (path: string) => string

/** A campaign's properties, but for those that stand with the metadata. */
const specShape = putCampaign.body.pick({
  kind: true,
  category: true,
  channel: true,
  highThroughput: true,
}).shape
const metadataShape = {
  ...putCampaign.body.pick({ name: true, description: true, tags: true }).shape,
  key: CampaignKey,
  // One folder may be written without brackets.
  folder: z.preprocess(
    (value) => (typeof value === 'string' ? [value] : value),
    putCampaign.body.shape.folder,
  ),
}

/** Reads a document. Every mistake is told at once, where it stands. */
export function readCampaign(
  source: Source,
  names: Names,
  readFile: ReadFile,
): { campaign: Written; mistakes: [] } | { mistakes: readonly Misplaced[] } {
  const reading = new Reading(source, names, readFile)
  const campaign = reading.campaign()
  return campaign && reading.mistakes.length === 0
    ? { campaign, mistakes: [] }
    : { mistakes: reading.mistakes }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

class Reading {
  readonly mistakes: Misplaced[] = []
  /** Files that parts of the definition come from, by their paths in the document. */
  private readonly files = new Map<string, string>()
  private readonly source: Source
  private readonly names: Names
  private readonly readFile: ReadFile

  constructor(source: Source, names: Names, readFile: ReadFile) {
    this.source = source
    this.names = names
    this.readFile = readFile
  }

  campaign(): Written | undefined {
    const { value } = this.source
    if (!isObject(value)) {
      this.tell([], 'A campaign begins with apiVersion: chappe/v1')
      return undefined
    }
    this.onlyKnown(value, ['apiVersion', 'kind', 'metadata', 'spec'], [])
    if (value.apiVersion !== 'chappe/v1') this.tell(['apiVersion'], 'Write apiVersion: chappe/v1')
    if (value.kind !== 'Campaign') this.tell(['kind'], 'Write kind: Campaign')
    const metadata = this.members(metadataShape, value.metadata ?? {}, ['metadata'])
    const spec = this.members(specShape, value.spec ?? {}, ['spec'], ['definition'])
    const written = isObject(value.spec) ? value.spec.definition : undefined
    const definition = this.definition(written ?? {})
    if (this.mistakes.length > 0) return undefined
    const { key, ...rest } = metadata as { key: string }
    return {
      key,
      body: putCampaign.body.parse({ ...rest, ...spec, definition }),
      place: this.source.at([]),
      at: (pointer, line, column) => this.place(pointer, line, column),
    }
  }

  /** Each member by its own schema, so that a mistake in one hides none of another. */
  private members(
    shape: Readonly<Record<string, z.ZodType>>,
    value: unknown,
    at: Path,
    besides: readonly string[] = [],
  ): Record<string, unknown> {
    if (!isObject(value)) {
      this.tell(at, 'Write members, each with its name')
      return {}
    }
    this.onlyKnown(value, [...Object.keys(shape), ...besides], at)
    const parsed: Record<string, unknown> = {}
    for (const [name, schema] of Object.entries(shape)) {
      const result = schema.safeParse(value[name])
      if (result.success) {
        if (result.data !== undefined) parsed[name] = result.data
        this.onlyTaken(value[name], result.data, [...at, name])
      } else
        for (const { path, message } of result.error.issues)
          this.tell([...at, name, ...(path as Path)], missing(name, value[name], path) ?? message)
    }
    return parsed
  }

  private definition(written: unknown): Record<string, unknown> {
    const inside: Path = ['spec', 'definition']
    if (!isObject(written)) {
      this.tell(inside, 'Write members, each with its name')
      return {}
    }
    const identified = this.identified(written, []) as Record<string, unknown>
    const parsed: Record<string, unknown> = {}
    const { shape } = Definition
    this.onlyKnown(identified, Object.keys(shape), inside)
    for (const [name, schema] of Object.entries(shape)) {
      const result = (schema as z.ZodType).safeParse(identified[name])
      if (result.success) {
        parsed[name] = result.data
        this.onlyTaken(identified[name], result.data, [...inside, name])
      } else
        for (const { path, message } of result.error.issues)
          this.tell([...inside, name, ...(path as Path)], missing(name, identified[name], path) ?? message)
    }
    return parsed
  }

  /** What a file says of a definition, as the definition says it: ids for names, texts for files. */
  private identified(value: unknown, at: Path): unknown {
    const reference = referenceInFile(at)
    if (reference && typeof value === 'string') {
      const found = this.names.idOf(reference.of, value)
      if ('id' in found) return found.id
      this.mistakes.push({ ...this.source.at(['spec', 'definition', ...at]), detail: found.mistake })
      return '00000000-0000-4000-8000-000000000000'
    }
    if (Array.isArray(value)) return value.map((one, i) => this.identified(one, [...at, i]))
    if (!isObject(value)) return value
    if (isContent(at)) return this.content(value, at)
    const members = Object.entries(value).map(([name, one]) => {
      const path = [...at, name]
      const meant = referenceAt(path)
      if (meant?.name)
        this.mistakes.push({
          ...this.source.atName(['spec', 'definition', ...path]),
          detail: `Write ${meant.name}, with a name instead of an id`,
        })
      return [String(pathOfReference(path).at(-1)), this.identified(one, path)]
    })
    return Object.fromEntries(members)
  }

  private content(value: Record<string, unknown>, at: Path): unknown {
    const members = Object.entries(value).map(([name, one]) => {
      const path = ['spec', 'definition', ...at, name]
      const text = this.fromFile(one, name, path)
      return [name, identifiedFragments(text, this.names, (mistake) => this.tell(path, mistake))]
    })
    const content = Object.fromEntries(members) as Record<string, unknown>
    if (isObject(content.design) && content.html)
      this.tell(['spec', 'definition', ...at, 'html'], 'The design makes the HTML: leave one of them out')
    return content
  }

  private fromFile(value: unknown, name: string, path: Path): unknown {
    if (!isObject(value) || typeof value.file !== 'string' || Object.keys(value).length !== 1) return value
    if (name !== 'html' && name !== 'text' && name !== 'design') return value
    try {
      const text = this.readFile(value.file)
      this.files.set(path.join('\n'), join(dirname(this.source.at(path).file), value.file))
      return name === 'design' ? (JSON.parse(text) as unknown) : text
    } catch (error) {
      this.tell([...path, 'file'], (error as Error).message)
      return name === 'design' ? null : ''
    }
  }

  private onlyKnown(value: Record<string, unknown>, known: readonly string[], at: Path): void {
    for (const name of Object.keys(value)) if (!known.includes(name)) this.unknown(name, known, at)
  }

  /** What a schema passed over is a mistake too: it is misspelt, most likely. */
  private onlyTaken(given: unknown, taken: unknown, at: Path): void {
    if (Array.isArray(given) && Array.isArray(taken))
      for (const [i, one] of given.entries()) this.onlyTaken(one, taken[i], [...at, i])
    if (!isObject(given) || !isObject(taken)) return
    this.onlyKnown(given, Object.keys(taken), at)
    for (const [name, one] of Object.entries(given)) this.onlyTaken(one, taken[name], [...at, name])
  }

  private unknown(name: string, known: readonly string[], at: Path): void {
    const near = suggest(name, known)
    const detail = `There is no ${name} here${near === undefined ? '' : `: is ${near} meant?`}`
    this.mistakes.push({ ...this.source.atName(writtenAt([...at, name])), detail })
  }

  private tell(path: Path, detail: string): void {
    this.mistakes.push({ ...this.source.at(writtenAt(path)), detail })
  }

  private place(pointer: string, line?: number, column?: number): Place {
    const [first = '', ...rest] = pointer
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    const home = Object.hasOwn(metadataShape, first) ? 'metadata' : 'spec'
    const path = writtenAt([home, first, ...rest])
    const file = this.files.get(path.join('\n'))
    return file !== undefined && line !== undefined
      ? { file, line, column: column ?? 1 }
      : this.source.at(path)
  }
}

/** A definition's path as it is in the document. */
const writtenAt = (path: Path): Path =>
  path[0] === 'spec' && path[1] === 'definition' ? [...path.slice(0, 2), ...pathInFile(path.slice(2))] : path

/** A sentence for what is not there. */
function missing(name: string, value: unknown, path: readonly PropertyKey[]): string | undefined {
  let found = value
  for (const step of path) found = isObject(found) || Array.isArray(found) ? found[step as never] : undefined
  return found === undefined ? `${String(path.at(-1) ?? name)} is missing` : undefined
}
