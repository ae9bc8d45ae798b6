import type { IncomingMessage, ServerResponse } from 'node:http'
import { Problem, problems } from '@chappe/core/kit/problem'
import type { Caller, CallMode, Executions } from '../app/executions.ts'
import { problemOf } from './problems.ts'

export interface HotOptions {
  readonly executions: Executions
  /** Who calls, from the request's headers; throws a Problem when it may not. */
  readonly authenticate: (request: IncomingMessage) => Promise<Caller>
  /** Largest body in bytes. */
  readonly maxBody: number
  readonly onBug: (error: unknown, request: IncomingMessage) => void
}

const modes: Record<string, CallMode> = {
  '/ajo/im/executions/unitary': 'unitary',
  '/ajo/im/executions/highthroughput': 'highthroughput',
}
/** Bytes of bodies that may be under way at once; more calls are turned away, so that memory has a bound. */
const mostHeld = 128 * 1024 * 1024

/** Refusals for overload are held back this long, so that a caller in a closed loop cannot spend our time on them. */
const refusalDelay = 100

/**
 * The execution API's own way in, ahead of the framework: read, authenticate, check, commit, answer. Answers true
 * when the request was taken. The wire format is that of the published execution API, errors included.
 */
export function hotHandler({ executions, authenticate, maxBody, onBug }: HotOptions) {
  let held = 0
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const url = request.url ?? ''
    if (!url.startsWith('/ajo/im/')) return false
    const path = url.split('?', 1)[0] as string
    if (path === '/ajo/im/health') {
      if (request.method !== 'GET') return false
      void answerHealth(request, response)
      return true
    }
    const mode = modes[path]
    if (!mode) return false
    if (request.method !== 'POST') {
      request.resume()
      refuse(new Problem('request/method-not-allowed', 'Use POST at this address.'), {}, request, response, {
        Allow: 'POST',
      })
      return true
    }
    const wait = held >= mostHeld ? 1 : executions.overload()
    if (wait !== undefined) turnAway(request, response, wait)
    else void accept(mode, request, response)
    return true
  }

  async function accept(mode: CallMode, request: IncomingMessage, response: ServerResponse) {
    const said: Said = {}
    // A body sent in chunks does not say its size; most are small.
    const weight = Math.min(Number(request.headers['content-length'] ?? 65_536) || 0, maxBody)
    held += weight
    try {
      // The body is listened to before anything is awaited, or its first bytes might pass unheard.
      const [caller, raw] = await Promise.all([authenticate(request), readBody(request, maxBody)])
      const call = executions.parse(mode, raw, said)
      const body = await executions.trigger(mode, call, raw, caller)
      send(response, 202, body, request)
    } catch (error) {
      refuse(error, said, request, response)
    } finally {
      held -= weight
    }
  }

  async function answerHealth(request: IncomingMessage, response: ServerResponse) {
    try {
      await authenticate(request)
      await executions.measure()
      send(response, 200, '{"status":"UP"}', request)
    } catch (error) {
      refuse(error, {}, request, response)
    }
  }

  function turnAway(request: IncomingMessage, response: ServerResponse, seconds: number) {
    request.resume()
    setTimeout(() => {
      const problem = new Problem('execution/overloaded', `Send the call again in ${seconds} s.`)
      refuse(problem, {}, request, response, { 'Retry-After': String(seconds) })
    }, refusalDelay)
  }

  function refuse(
    error: unknown,
    said: Said,
    request: IncomingMessage,
    response: ServerResponse,
    headers: Record<string, string> = {},
  ) {
    if (error instanceof Gone) return response.destroy()
    const problem = problemOf(error)
    if (problem.type === 'server/bug') onBug(error, request)
    if (problem.type === 'request/too-large') headers = { ...headers, Connection: 'close' }
    if (problem.status === 503) headers = { ...headers, 'Retry-After': '2' }
    if (problem.status === 401) headers = { ...headers, 'WWW-Authenticate': 'Bearer' }
    send(response, problem.status, JSON.stringify(errorBody(problem, said)), request, headers)
  }

  function send(
    response: ServerResponse,
    status: number,
    body: string,
    request: IncomingMessage,
    headers: Record<string, string> = {},
  ) {
    if (response.destroyed) return
    const { limit, remaining } = executions.room()
    const id = request.headers['x-request-id']
    response.writeHead(status, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      'RateLimit-Limit': limit,
      'RateLimit-Remaining': remaining,
      'RateLimit-Reset': headers['Retry-After'] ?? 1,
      ...(typeof id === 'string' && id.length <= 200 ? { 'x-request-id': id } : undefined),
      ...headers,
    })
    response.end(body)
  }
}

/** What the body said of itself before it was refused, to be named in the answer. */
export interface Said {
  requestId?: string
  campaignId?: string
}

/** The caller hung up before its body was whole. */
class Gone extends Error {}

function readBody(request: IncomingMessage, most: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const tooLarge = () => new Problem('request/too-large', `The body may be ${most} bytes at most.`)
    if (Number(request.headers['content-length'] ?? 0) > most) {
      request.resume()
      reject(tooLarge())
      return
    }
    let first: Buffer | undefined
    let rest: Buffer[] | undefined
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > most) {
        request.removeAllListeners('data').resume()
        reject(tooLarge())
      } else if (!first) first = chunk
      else if (rest) rest.push(chunk)
      else rest = [chunk]
    })
    request.on('end', () => {
      if (!first) resolve('')
      else resolve((rest ? Buffer.concat([first, ...rest]) : first).toString('utf8'))
    })
    request.on('error', () => reject(new Gone()))
    request.on('close', () => {
      if (!request.complete) reject(new Gone())
    })
  })
}

function errorBody(problem: Problem, said: Said) {
  const first = problem.extra.errors?.[0]
  const additionalContext: Record<string, string> = { ...said, detail: problem.message }
  if (first) additionalContext.pointer = first.pointer
  return {
    type: `/problems/${problem.type}`,
    title: problems[problem.type].title,
    status: problem.status,
    detail: problem.message,
    ...(problem.extra.errors && { errors: problem.extra.errors }),
    report: { additionalContext },
  }
}
