import type { AnyEndpoint } from '@chappe/core/api/endpoint'
import { nothing } from '@chappe/core/api/endpoint'
import { type Mistake, Problem } from '@chappe/core/kit/problem'
import type { z } from 'zod'
import { unstorable } from './storable.ts'

type Issue = z.core.$ZodIssue

/**
 * Parses what came with a request. Throws `request/invalid` with every mistake at once; its pointer is a JSON
 * pointer into the body (`/recipients/0/userId`; empty for the whole body), `?name` for a query parameter and
 * `:name` for one in the path.
 */
export function parseInput(
  endpoint: AnyEndpoint,
  given: { params: unknown; query: unknown; body: unknown },
): { params: unknown; query: unknown; body: unknown } {
  const mistakes: Mistake[] = []
  const parse = (schema: z.ZodType, value: unknown, pointer: (path: PropertyKey[]) => string) => {
    if (schema === nothing) return undefined
    const parsed = parsedBy(schema, value)
    if (!parsed) {
      mistakes.push({ pointer: pointer([]), detail: 'Nested too deep' })
      return undefined
    }
    if (parsed.success) {
      for (const { path, detail } of unstorable(parsed.data))
        mistakes.push({ pointer: pointer([...path]), detail })
      return parsed.data
    }
    for (const { path, message } of parsed.error.issues.flatMap((issue) => spelledOut(issue)))
      mistakes.push({ pointer: pointer(path), detail: message })
  }
  const input = {
    params: parse(endpoint.params, given.params, ([name]) => `:${String(name ?? '')}`),
    query: parse(endpoint.query, given.query, ([name]) => `?${String(name ?? '')}`),
    body: parse(endpoint.body, given.body, jsonPointer),
  }
  if (mistakes.length > 0) throw new Problem('request/invalid', sentence(mistakes), { errors: mistakes })
  return input
}

/** A schema that refers to itself is read by recursion: what is deeper than the stack is no input. */
function parsedBy(schema: z.ZodType, value: unknown) {
  try {
    return schema.safeParse(value)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** RFC 6901. */
export const jsonPointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** A union says only that nothing fitted; the option that came furthest says what is wrong. */
function spelledOut(issue: Issue, above: PropertyKey[] = []): { path: PropertyKey[]; message: string }[] {
  const path = [...above, ...issue.path]
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ path, message: issue.message }]
  const depth = (issues: readonly Issue[]) => Math.max(...issues.map((one) => one.path.length))
  const [best = []] = [...issue.errors].sort((a, b) => depth(b) - depth(a) || rank(b) - rank(a))
  return best.flatMap((inner) => spelledOut(inner, path))
}

/** A format that does not fit tells more than a constant that was not met. */
const rank = (issues: readonly Issue[]): number =>
  issues.some(({ code }) => code === 'invalid_value') ? 0 : 1

function sentence(mistakes: Mistake[]): string {
  const [first, ...rest] = mistakes as [Mistake, ...Mistake[]]
  const more = rest.length === 0 ? '' : ` And ${rest.length} more: see errors.`
  return `${first.pointer === '' ? 'The body' : first.pointer}: ${first.detail}.${more}`
}
