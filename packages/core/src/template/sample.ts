import { anyScalar, namespaceSchema, type ValueSchema } from './schema.ts'
import type { Variable } from './variables.ts'

export type Sample = string | number | boolean | null | Sample[] | { [name: string]: Sample }

export interface Samples {
  readonly profile: { [name: string]: Sample }
  readonly context: { [name: string]: Sample }
}

/**
 * Values that let a template be tried: of the types it needs, and of the kind that their names suggest. The
 * same variables always give the same values. A schema of the context, when there is one, has the last word.
 */
export function sampleValues(variables: readonly Variable[], schema?: ValueSchema): Samples {
  const context = namespaceSchema(variables, 'context')
  return {
    profile: sampleObject(namespaceSchema(variables, 'profile'), 0),
    context: sampleObject(schema ? overlaid(context, schema) : context, 0),
  }
}

function overlaid(inferred: ValueSchema, given: ValueSchema): ValueSchema {
  const properties = new Map(Object.entries(inferred.properties ?? {}))
  for (const [name, property] of Object.entries(given.properties ?? {})) {
    const known = properties.get(name)
    properties.set(name, known ? overlaid(known, property) : property)
  }
  const items = given.items && inferred.items ? overlaid(inferred.items, given.items) : given.items
  return {
    ...inferred,
    ...given,
    ...(properties.size > 0 && { properties: Object.fromEntries(properties) }),
    ...(items && { items }),
  }
}

const sampleObject = ({ properties = {} }: ValueSchema, turn: number): { [name: string]: Sample } =>
  Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, sampleOf(schema, name, turn)]))

/** `turn` counts the entries of a list, so that two entries differ. */
function sampleOf(schema: ValueSchema, name: string, turn: number): Sample {
  if (schema.enum && schema.enum.length > 0) return schema.enum[turn % schema.enum.length] as Sample
  const types: readonly string[] = [schema.type ?? (schema.properties ? 'object' : anyScalar)].flat()
  if (types.includes('object')) return sampleObject(schema, turn)
  if (types.includes('array')) {
    const items = schema.items ?? { type: anyScalar }
    return [0, 1].map((entry) => sampleOf(items, singular(name), entry))
  }
  const fits = (value: Sample) =>
    types.includes(typeof value) || (types.includes('integer') && Number.isInteger(value))
  const format = schema.format ?? schema.anyOf?.[0]?.format
  const byFormat = formats[format ?? '']
  if (byFormat && fits(byFormat)) return byFormat
  const named = byName.find(([pattern, values]) => pattern.test(name) && values.every(fits))
  if (named) return named[1][turn % named[1].length]!
  if (types.includes('string')) return turn === 0 ? name : `${name} ${turn + 1}`
  if (types.includes('number') || types.includes('integer')) return turn + 1
  return types.includes('boolean') ? turn === 0 : null
}

const singular = (name: string): string => name.replace(/ies$/i, 'y').replace(/s$/i, '')

const formats: Readonly<Record<string, string>> = {
  email: 'marie.durand@example.com',
  uri: 'https://www.example.com/',
  date: '2026-09-14',
  'date-time': '2026-09-14T09:30:00Z',
}

/** From the most telling name to the least. Names are in the English that attributes are mostly written in. */
const byName: readonly (readonly [RegExp, readonly (string | number | boolean)[]])[] = [
  [/e-?mail/i, ['marie.durand@example.com', 'paul.martin@example.com']],
  [
    /image|photo|picture|logo|thumbnail/i,
    ['https://www.example.com/shirt.jpg', 'https://www.example.com/mug.jpg'],
  ],
  [/ur[li]$|link|href/i, ['https://www.example.com/orders/1042', 'https://www.example.com/orders/1043']],
  [/first_?name|given_?name|forename/i, ['Marie', 'Paul']],
  [/last_?name|sur_?name|family_?name/i, ['Durand', 'Martin']],
  [/full_?name|user_?name|customer_?name|recipient/i, ['Marie Durand', 'Paul Martin']],
  [/(is|has|can)[A-Z_]|enabled|active|optin|^vip$/, [true, false]],
  [/count|quantit|qty|^number_?of|stock|points|age$/i, [2, 3]],
  [/amount|total|price|cost|balance|tax|fee$|shipping_?cost/i, [129.9, 24.5]],
  [/percent|discount|rate$/i, [15, 20]],
  [/tracking_?(number|id|code)/i, ['1Z999AA10123456784', '1Z999AA10123456785']],
  [/order_?(number|id|ref|no)|^order$/i, ['CH-1042', 'CH-1043']],
  [/^(number|no|num)$/i, ['CH-1042', 'CH-1043']],
  [/minutes?$|hours?$|duration|validity/i, [30, 60]],
  [/invoice/i, ['INV-2026-0117', 'INV-2026-0118']],
  [/sku|reference|(^|_)ref$|Ref$/, ['SKU-4471', 'SKU-4472']],
  [/time$|_?at$/i, ['2026-09-14T09:30:00Z', '2026-09-15T16:00:00Z']],
  [/date|birthday|deadline|expir|day$/i, ['2026-09-14', '2026-09-18']],
  [/currency/i, ['EUR', 'EUR']],
  [/country/i, ['France', 'Belgium']],
  [/city|town/i, ['Lyon', 'Lille']],
  [/zip|postal_?code|postcode/i, ['69002', '59000']],
  [/street|address/i, ['12 rue de la République', '4 place du Théâtre']],
  [/phone|mobile/i, ['+33612345678', '+33687654321']],
  [/locale|language|lang$/i, ['fr-FR', 'en-GB']],
  [/coupon|voucher|promo/i, ['WELCOME10', 'THANKS15']],
  [/code|otp|pin$/i, ['482913', '730254']],
  [/company|brand|shop|store|vendor/i, ['Maison Durand', 'Atelier Martin']],
  [/gender/i, ['female', 'male']],
  [/status|state/i, ['confirmed', 'shipped']],
  [/colou?r/i, ['blue', 'white']],
  [/size/i, ['M', 'L']],
  [/name|title|product|article|label|^item$/i, ['Linen shirt', 'Stoneware mug']],
  [/text|message|description|comment/i, ['Soft, light, made to last.', 'Glazed by hand.']],
  [/(^|_)id$|Id$/, ['1042', '1043']],
]
