import { z } from 'zod'
import { choices, consentChannels, TopicKey } from '../consent/schema.ts'
import { FieldPath } from '../profile/fields.ts'
import { Identity } from '../profile/schema.ts'
import { importStatuses } from './lifecycle.ts'

export const importLimits = {
  /** Bytes of one file: 20 GiB. It is never held whole. */
  file: 20 * 1024 ** 3,
  /** Bytes of one piece of an upload: 8 MiB. */
  piece: 8 * 1024 ** 2,
  /** Bytes of one line, whatever is in it: 1 MiB. A longer one is an error of its own, and the next one is read. */
  line: 1024 ** 2,
  columns: 500,
  /** Columns that are identities. */
  identities: 20,
  /** Columns that are consents. */
  consents: 20,
  /** Errors that are kept of one run; all are counted. */
  errors: 100_000,
  /** Items of one batch. */
  batch: 1_000,
  /** Mistakes that the answer to a stream names. */
  streamErrors: 1_000,
} as const

export const importFormats = ['csv', 'ndjson'] as const
export type ImportFormat = (typeof importFormats)[number]

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const
export type Encoding = (typeof encodings)[number]

export const separators = [',', ';', '\t', '|'] as const
export type Separator = (typeof separators)[number]

/** What cells of a column can be read as. `array`: a JSON array, or values between `|`. */
export const cellTypes = ['string', 'integer', 'number', 'boolean', 'date', 'date-time', 'array'] as const
export type CellType = (typeof cellTypes)[number]

const namespace = z.string().regex(/^[a-z][a-z0-9_.-]{0,59}$/)

/**
 * What a column is:
 * - `identity:<namespace>`, like `identity:email`
 * - `attribute:<path>`, like `attribute:person.name.firstName`
 * - `consent:<channel>` or `consent:<channel>/<topic>`, like `consent:email/newsletter`; cells say yes or no
 * - `test`: whether it is a test profile; cells say yes or no
 * - `ignore`
 */
export const Target = z.string().max(250).refine(isTarget, {
  error: 'Write identity:<namespace>, attribute:<path>, consent:<channel>[/<topic>], test or ignore',
})
export type Target = z.infer<typeof Target>

function isTarget(text: string): boolean {
  const [kind, rest] = partsOf(text)
  if (kind === 'test' || kind === 'ignore') return rest === undefined
  if (rest === undefined) return false
  if (kind === 'identity') return namespace.safeParse(rest).success
  if (kind === 'attribute') return FieldPath.safeParse(rest).success
  if (kind !== 'consent') return false
  const [channel = '', topic] = [...rest.split(/\/(.*)/s), undefined]
  return (
    (consentChannels as readonly string[]).includes(channel) &&
    (topic === undefined || TopicKey.safeParse(topic).success)
  )
}

function partsOf(text: string): [kind: string, rest: string | undefined] {
  const colon = text.indexOf(':')
  return colon < 0 ? [text, undefined] : [text.slice(0, colon), text.slice(colon + 1)]
}

export const ColumnMapping = z.object({
  /** Counted from 0; headings may be there twice, columns not. */
  column: z
    .int()
    .min(0)
    .max(importLimits.columns - 1),
  target: Target,
  /** How the cells of an attribute are read; left out: as the sandbox declared it, otherwise as text. */
  type: z.enum(cellTypes).optional(),
})
export type ColumnMapping = z.infer<typeof ColumnMapping>

export const importModes = ['upsert', 'create'] as const

/** How what is there already is treated, by every way of writing many profiles. */
const manners = {
  /** `create`: a line whose profile is there is a mistake. */
  mode: z.enum(importModes).default('upsert'),
  /**
   * The namespace whose identity decides which profile a line is about; every line needs one. Null: any of its
   * identities does, and they must not lead to different profiles.
   */
  matchBy: namespace.nullable().default(null),
  /** `keep`: what a person has chosen before stays; a consent is written where there is none. */
  consents: z.enum(['keep', 'overwrite']).default('keep'),
}

export const Manners = z.object(manners)
export type Manners = z.infer<typeof Manners>

/** What the one who imports says about a file. For NDJSON the reading of cells is ignored. */
export const ImportSettings = z.object({
  ...manners,
  encoding: z.enum(encodings).default('utf-8'),
  separator: z.enum(separators).default(','),
  /** Whether the first line names the columns. */
  header: z.boolean().default(true),
  /** What is not named is ignored. */
  mapping: z.array(ColumnMapping).max(importLimits.columns).default([]),
  /** What an empty cell does to an attribute: nothing, or it takes it away. */
  emptyCells: z.enum(['keep', 'remove']).default('keep'),
  /** How `03/04/2026` is read; dates like 2026-04-03 are always understood. */
  dateOrder: z.enum(['dmy', 'mdy']).default('dmy'),
  /** The mark before the decimals of a number. */
  decimal: z.enum(['.', ',']).default('.'),
})
export type ImportSettings = z.infer<typeof ImportSettings>
export type ImportSettingsInput = z.input<typeof ImportSettings>

const count = z.int().min(0)

/** `read` is the sum of the others: every line is counted once. Lines without anything in them are not read. */
export const ImportCounts = z.object({
  read: count,
  created: count,
  changed: count,
  /** The profile was as the line says. */
  unchanged: count,
  /** Another line of the file is about the same person: lines count in their order, the last one wins. */
  duplicates: count,
  failed: count,
})
export type ImportCounts = z.infer<typeof ImportCounts>

export const noCounts: ImportCounts = {
  read: 0,
  created: 0,
  changed: 0,
  unchanged: 0,
  duplicates: 0,
  failed: 0,
}

/** One line of NDJSON, and one item of a batch. */
export const ProfileItem = z.object({
  identities: z.array(Identity).min(1).max(importLimits.identities),
  /** A merge patch (RFC 7396): null takes an attribute away. */
  attributes: z.record(z.string(), z.unknown()).default({}),
  consents: z
    .array(
      z.object({
        channel: z.enum(consentChannels),
        /** Empty: about the channel as a whole. */
        topic: z.union([z.literal(''), TopicKey]).default(''),
        choice: z.enum(choices),
      }),
    )
    .max(importLimits.consents)
    .default([]),
  /** Left out: stays as it is. */
  test: z.boolean().optional(),
})
export type ProfileItem = z.infer<typeof ProfileItem>

const instant = z.iso.datetime({ offset: true })

export const Import = z.object({
  id: z.uuid(),
  name: z.string(),
  filename: z.string(),
  format: z.enum(importFormats),
  status: z.enum(importStatuses),
  /** Bytes of the file, as announced. */
  size: z.int(),
  /** Bytes that have arrived: the offset of the next piece. */
  uploaded: z.int(),
  /** Whether the file is still kept. It goes a week after the import has ended; what it wrote stays. */
  fileKept: z.boolean(),
  /** Null until they are said. */
  settings: ImportSettings.nullable(),
  /** Whether the run that goes on, or the last one, writes nothing. */
  dryRun: z.boolean(),
  /** Of the run that goes on, or of the last one. */
  counts: ImportCounts,
  progress: z.object({
    /** Bytes of the file that are done with. */
    bytes: z.int(),
    /** Null: not running, or too early to say. */
    rowsPerSecond: z.number().nullable(),
    secondsLeft: z.number().nullable(),
  }),
  /** Why it failed, as a sentence. */
  failure: z.string().nullable(),
  createdAt: instant,
  createdBy: z.string(),
  startedAt: instant.nullable(),
  startedBy: z.string().nullable(),
  finishedAt: instant.nullable(),
})
export type Import = z.infer<typeof Import>

/** What a piece of a file looks like, and what we would make of it. */
export const ImportPreview = z.object({
  format: z.enum(importFormats),
  encoding: z.enum(encodings),
  separator: z.enum(separators),
  header: z.boolean(),
  /** Empty for NDJSON. */
  columns: z.array(
    z.object({
      column: z.int(),
      /** The heading; `Column 3` where there is none. */
      name: z.string(),
      /** Up to 5 values that are there, all different, cut after 80 characters. */
      samples: z.array(z.string()),
      type: z.enum(cellTypes),
      /** Share of the looked-at lines that have something in this column, 0 to 1. */
      filled: z.number(),
      suggestion: Target,
    }),
  ),
  /** The first lines after the heading, cells cut after 80 characters; of NDJSON the lines as they are. */
  rows: z.array(z.array(z.string())),
  /** What the looked-at lines suggest; the mapping is the columns' suggestions without `ignore`. */
  settings: ImportSettings,
})
export type ImportPreview = z.infer<typeof ImportPreview>
