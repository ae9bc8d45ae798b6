import { z } from 'zod'
import type { Mistake } from '../kit/problem.ts'
import { standardAttributes } from './schema.ts'

export const fieldTypes = [
  'string',
  'integer',
  'number',
  'boolean',
  'date',
  'date-time',
  'object',
  'array',
] as const
export type FieldType = (typeof fieldTypes)[number]

export const fieldLimits = { depth: 8, options: 500, fields: 1_000 }

/** Names joined by points, as content writes them after `profile.`. */
export const FieldPath = z
  .string()
  .max(200)
  .regex(/^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*){0,7}$/, 'Write names joined by points, like loyalty.tier')

const label = z.string().trim().max(120).default('')

/** What a sandbox says that an attribute is. */
export const FieldInput = z.object({
  type: z.enum(fieldTypes),
  /** Profiles are saved with a value only. */
  required: z.boolean().default(false),
  /** The only values that it may have (texts); null: any of its type. */
  options: z.array(z.string().min(1).max(200)).min(1).max(fieldLimits.options).nullable().default(null),
  labels: z.object({ en: label, fr: label }).default({ en: '', fr: '' }),
  /** Names or tells of the person. */
  pii: z.boolean().default(false),
})
export type FieldInput = z.infer<typeof FieldInput>

export const ProfileField = FieldInput.extend({ path: z.string() })
export type ProfileField = z.infer<typeof ProfileField>

/** Labels of the standard attributes, and which of them tell who somebody is. */
const standards: Readonly<Record<string, readonly [en: string, fr: string, pii?: true]>> = {
  'person.name.firstName': ['First name', 'Prénom', true],
  'person.name.lastName': ['Last name', 'Nom', true],
  'person.name.fullName': ['Full name', 'Nom complet', true],
  'person.birthDate': ['Date of birth', 'Date de naissance', true],
  'person.gender': ['Gender', 'Genre', true],
  'personalEmail.address': ['Email address', 'Adresse e-mail', true],
  'mobilePhone.number': ['Mobile number', 'Numéro de mobile', true],
  'homeAddress.street1': ['Street', 'Rue', true],
  'homeAddress.city': ['City', 'Ville'],
  'homeAddress.postalCode': ['Postal code', 'Code postal', true],
  'homeAddress.country': ['Country', 'Pays'],
  'loyalty.tier': ['Loyalty tier', 'Niveau de fidélité'],
  'loyalty.points': ['Loyalty points', 'Points de fidélité'],
  preferredLanguage: ['Preferred language', 'Langue préférée'],
  timeZone: ['Time zone', 'Fuseau horaire'],
}

/** The attributes that every sandbox knows. Their values are checked only where a sandbox declares them itself. */
export const standardFields: readonly ProfileField[] = Object.entries(standardAttributes).map(
  ([path, type]) => {
    const [en, fr, pii = false] = standards[path] ?? ['', '']
    return { path, type, required: false, options: null, labels: { en, fr }, pii }
  },
)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const day = /^\d{4}-\d\d-\d\d$/
const instant = z.iso.datetime({ offset: true, local: true })
const date = z.iso.date()

const isOf: Record<FieldType, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isSafeInteger(value),
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  date: (value) => typeof value === 'string' && day.test(value) && date.safeParse(value).success,
  'date-time': (value) => typeof value === 'string' && instant.safeParse(value).success,
  object: isObject,
  array: Array.isArray,
}

const wanted: Record<FieldType, string> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date like 2026-11-21',
  'date-time': 'an instant like 2026-11-21T07:00:00Z',
  object: 'an object',
  array: 'an array',
}

const pointerTo = (at: string, path: string) => `${at}/${path.replaceAll('.', '/')}`

/** What stands at a path, own members only; `cut` where something that is no object stands in the way. */
function at(value: unknown, path: string): { value: unknown; cut?: true } {
  let found: unknown = value
  for (const name of path.split('.')) {
    if (found === undefined || found === null) return { value: undefined }
    if (!isObject(found)) return { value: found, cut: true }
    found = Object.hasOwn(found, name) ? found[name] : undefined
  }
  return { value: found }
}

/**
 * Compares attributes with the fields that a sandbox declared; pointers begin with `pointer`. With a patch, types and
 * options are looked at only where the patch has something to say: what was there before is not held against it.
 * Attributes that no field names are nobody's mistake.
 */
export function checkAttributes(
  fields: readonly ProfileField[],
  attributes: Readonly<Record<string, unknown>>,
  { patch = attributes, pointer = '/attributes' }: { patch?: unknown; pointer?: string } = {},
): Mistake[] {
  return fields.flatMap(({ path, type, required, options }): Mistake[] => {
    const { value, cut } = at(attributes, path)
    const place = pointerTo(pointer, path)
    if (value === undefined || value === null)
      return required ? [{ pointer: place, detail: 'Is required' }] : []
    const said = at(patch, path)
    if (said.value === undefined) return []
    if (cut) return [{ pointer: place, detail: 'Must be inside an object, and something else stands there' }]
    if (!isOf[type](value)) return [{ pointer: place, detail: `Must be ${wanted[type]}` }]
    if (options && !options.includes(String(value)))
      return [{ pointer: place, detail: `Must be one of ${options.join(', ')}` }]
    return []
  })
}
