import { z } from 'zod'
import type { Mistake } from './problem.ts'

/** A JSON Schema that somebody wrote. */
export type WrittenSchema = Readonly<Record<string, unknown>>

const parserOf = (schema: WrittenSchema) => z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])

/**
 * Whether values can be checked against a schema that somebody wrote: it is of an object, without regular
 * expressions, and read by the same function that checks.
 */
export function isUsableSchema(schema: WrittenSchema): boolean {
  if (schema.type !== 'object' || hasPattern(schema)) return false
  try {
    parserOf(schema)
    return true
  } catch {
    return false
  }
}

/**
 * A check of values against a schema that somebody wrote, interpreted rather than compiled to code. It answers the
 * first 20 mistakes, each with a JSON pointer (RFC 6901) that starts with `at`. Throws for a schema that is not usable.
 */
export function checkOfWritten(schema: WrittenSchema): (value: unknown, at?: string) => Mistake[] {
  const parser = parserOf(schema)
  return (value, at = '') => {
    const result = parser.safeParse(value)
    if (result.success) return []
    return result.error.issues.slice(0, 20).map(({ path, message }) => ({
      pointer:
        at + path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
      detail: message,
    }))
  }
}

/**
 * Whether a schema tests text with regular expressions anywhere. They are not offered: a careless one can keep the
 * process that checks busy for ever.
 */
function hasPattern(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.some(hasPattern)
  if (typeof schema !== 'object' || schema === null) return false
  return Object.entries(schema).some(([keyword, value]) => {
    if (keyword === 'pattern' || keyword === 'patternProperties') return true
    // Names of properties and values are the author's own words, not keywords.
    if (keyword === 'properties') return Object.values(value ?? {}).some(hasPattern)
    return keyword !== 'enum' && keyword !== 'const' && keyword !== 'default' && hasPattern(value)
  })
}
