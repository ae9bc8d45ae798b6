import { type Campaign, Definition, EmailContent } from '@chappe/core/campaign/schema'
import { Document, Scalar, visit } from 'yaml'
import type { z } from 'zod'
import type { Names } from './names.ts'
import type { Path } from './places.ts'
import { isContent, namedFragments, referenceAt } from './references.ts'

/** What a file says: a campaign with the definition of its draft, or else its live version. */
export interface Told
  extends Pick<
    Campaign,
    'kind' | 'category' | 'channel' | 'name' | 'description' | 'tags' | 'highThroughput'
  > {
  readonly key: string
  readonly folder: readonly string[]
  readonly definition: Definition
}

export interface Files {
  /** Name of what is put beside, for a part of the definition. */
  name(path: Path, ending: string): string
  readonly written: Map<string, string>
}

/** The campaign as YAML. With `files` designs and texts of several lines stand beside it; else all is in it. */
export function writeCampaign(told: Told, names: Names, files?: Files): string {
  const { key, name, description, tags, folder, kind, category, channel, highThroughput } = told
  const value = {
    apiVersion: 'chappe/v1',
    kind: 'Campaign',
    metadata: {
      key,
      name,
      ...(description !== '' && { description }),
      ...(tags.length > 0 && { tags }),
      ...(folder.length > 0 && { folder: folder.length === 1 ? folder[0] : folder }),
    },
    spec: {
      kind,
      category,
      channel,
      ...(highThroughput && { highThroughput }),
      definition: new Writing(names, files).definition(told.definition),
    },
  }
  const document = new Document(value, { aliasDuplicateObjects: false })
  // A block cannot hold nothing but blanks: it is read back without some of them.
  visit(document, {
    Scalar(_, scalar) {
      if (typeof scalar.value === 'string' && scalar.value.trim() === '') scalar.type = Scalar.QUOTE_DOUBLE
    },
  })
  // Nor does what is quoted on several lines come back as it was where one of them is a blank alone.
  return document.toString({
    lineWidth: 0,
    blockQuote: 'literal',
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  })
}

type Members = Record<string, unknown>
const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

class Writing {
  private readonly names: Names
  private readonly files: Files | undefined

  constructor(names: Names, files: Files | undefined) {
    this.names = names
    this.files = files
  }

  definition(definition: Definition): Members {
    const shape: Readonly<Record<string, z.ZodType>> = Definition.shape
    const written: Members = {}
    for (const [name, value] of Object.entries(definition)) {
      const schema = shape[name]
      if (schema && same(schema.safeParse(undefined).data, value)) continue
      written[referenceAt([name])?.name ?? name] = this.part(
        schema ? withoutDefaults(value, schema) : value,
        [name],
      )
    }
    return written
  }

  private part(value: unknown, at: Path): unknown {
    const reference = referenceAt(at)
    if (reference && typeof value === 'string') return this.names.nameOf(reference.of, value) ?? value
    if (Array.isArray(value)) return value.map((one, i) => this.part(one, [...at, i]))
    if (!isObject(value)) return value
    if (isContent(at)) return this.content(value, at)
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        referenceAt([...at, name])?.name ?? name,
        this.part(one, [...at, name]),
      ]),
    )
  }

  private content(value: Members, at: Path): Members {
    const { html, ...rest } = value
    // What a design compiles to is made again when the file is applied.
    const said = isObject(rest.design) ? rest : value
    const short = withoutDefaults(said, EmailContent) as Members
    const named = namedFragments(short, this.names) as Members
    return Object.fromEntries(
      Object.entries(named).map(([name, one]) => [name, this.aside(one, [...at, name])]),
    )
  }

  /** What is long stands in a file of its own, where there are files. */
  private aside(value: unknown, at: Path): unknown {
    if (!this.files) return value
    const name = at.at(-1)
    const isLong = typeof value === 'string' && /\n/.test(value)
    const ending = isLong && name === 'html' ? 'html' : isLong && name === 'text' ? 'txt' : undefined
    const text = isObject(value) && name === 'design' ? `${JSON.stringify(value, null, 2)}\n` : value
    if (typeof text !== 'string' || (ending === undefined && name !== 'design')) return value
    const file = this.files.name(at.slice(0, -1), ending ?? 'design.json')
    this.files.written.set(file, text)
    return { file }
  }
}

/** The value without what the schema puts back by itself. */
function withoutDefaults(value: unknown, schema: z.ZodType): unknown {
  const whole = schema.safeParse(value)
  // What an older version said and this one does not take is told as it is.
  if (!whole.success || !same(whole.data, value)) return value
  let shortest = value
  const tryWithout = (path: Path) => {
    const shorter = without(shortest, path)
    const parsed = schema.safeParse(shorter)
    if (parsed.success && same(parsed.data, value)) {
      shortest = shorter
      return
    }
    const here = at(value, path)
    // A design is a document of its own; a JSON Schema is somebody's own words.
    if (path.at(-1) === 'design' || path.at(-1) === 'schema') return
    if (Array.isArray(here)) for (const i of here.keys()) members([...path, i])
    else members(path)
  }
  const members = (path: Path) => {
    const here = at(value, path)
    if (isObject(here)) for (const name of Object.keys(here)) tryWithout([...path, name])
  }
  if (Array.isArray(value)) for (const i of value.keys()) members([i])
  else members([])
  return shortest
}

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((found, step) => (found as Members | undefined)?.[step], value)

function without(value: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined) return value
  if (Array.isArray(value)) return value.map((one, i) => (i === step ? without(one, rest) : one))
  const { [step]: inside, ...others } = value as Members
  if (rest.length === 0) return others
  return Object.fromEntries(
    Object.entries(value as Members).map(([name, one]) => [
      name,
      name === String(step) ? without(inside, rest) : one,
    ]),
  )
}

/** By value, whatever the order of members. */
function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, i) => same(one, b[i]))
  if (!isObject(a) || !isObject(b)) return Object.is(a, b)
  const names = Object.keys(a)
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && same(a[name], b[name]))
  )
}
