import { type Mistake, Problem } from '@chappe/core/kit/problem'
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { jsonPointer } from '../input.ts'
import { unstorable } from '../storable.ts'

const mistaken = (mistakes: readonly Mistake[]) =>
  new Problem(
    'request/invalid',
    mistakes.map(({ pointer, detail }) => `${pointer === '' ? 'The body' : pointer}: ${detail}.`).join(' '),
    { errors: mistakes },
  )

/** Parses a body, or the query with `?` before the names. Throws request/invalid with every mistake at once. */
export function parsed<T extends z.ZodType>(schema: T, value: unknown, at: 'body' | 'query'): z.output<T> {
  const pointer = (path: readonly PropertyKey[]) =>
    at === 'query' ? `?${String(path[0])}` : jsonPointer(path)
  const result = schema.safeParse(value)
  const mistakes = result.success
    ? [...unstorable(result.data)]
    : result.error.issues.map(({ path, message }) => ({ path, detail: message }))
  if (mistakes.length > 0)
    throw mistaken(mistakes.map(({ path, detail }) => ({ pointer: pointer(path), detail })))
  return result.data as z.output<T>
}

/** Channels that the contract knows and we do not (yet). Said before anything else about such a body. */
const elsewhere = ['push', 'inapp', 'sms', 'code', 'directMail', 'landingpage']

/** Throws request/invalid unless the body names the one channel that it can be for. */
export function refuseChannels(body: unknown, taken: readonly string[]): void {
  const { channels } = (body ?? {}) as { channels?: unknown }
  const [channel] = [channels].flat()
  if (typeof channel !== 'string' || taken.includes(channel)) return
  const known = elsewhere.includes(channel) || channel === 'email' || channel === 'shared'
  const detail = known
    ? `Nothing is made for the channel ${channel} here: use ${taken.join(' or ')}`
    : `There is no channel ${channel}: use ${taken.join(' or ')}`
  throw mistaken([{ pointer: '/channels/0', detail }])
}

/** The revision in If-Match (RFC 9110, section 13.1.1), as our `etag` wrote it, with or without its quotes. */
export function expectedRevision({ headers }: FastifyRequest): number {
  const given = headers['if-match']
  if (given === undefined)
    throw new Problem('request/missing-header', 'Send the header If-Match with the etag that you read.', {
      errors: [{ pointer: 'if-match', detail: 'This header is required' }],
    })
  const revision = /^(?:W\/)?"?(\d{1,9})"?$/.exec(given.trim())?.[1]
  // Nobody's etag is nobody's revision: what it was read from has changed since.
  return revision === undefined ? -1 : Number(revision)
}

export const etagOf = ({ revision }: { revision: number }): string => `"${revision}"`
