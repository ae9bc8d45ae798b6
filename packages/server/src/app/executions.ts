import { hash } from 'node:crypto'
import { HighThroughputCall, type Recipient, triggerLimits, UnitaryCall } from '@chappe/core/api/trigger'
import { asExecutionId, isUuid } from '@chappe/core/kit/ids'
import { type Mistake, Problem } from '@chappe/core/kit/problem'
import { normalizeIdentity } from '@chappe/core/profile/schema'
import type { House } from '../context.ts'
import * as store from '../store/executions.ts'
import { groupCommit } from './group-commit.ts'
import { compileSchema } from './schemas.ts'
import { type TriggerView, triggerViews } from './trigger-views.ts'

export type CallMode = 'unitary' | 'highthroughput'

/** Who calls, as far as the execution API needs to know. */
export interface Caller {
  readonly clientId: string
  readonly sandboxId: number
}

export interface AcceptOptions {
  readonly line: store.CommitLine
  /** Calls that may wait for their commit before more are turned away. */
  readonly maxWaiting: number
  /** Messages that may wait for delivery before more calls are turned away. */
  readonly maxBacklog: number
}

const validators = {
  unitary: compileSchema(UnitaryCall, { open: true }),
  highthroughput: compileSchema(HighThroughputCall, { open: true }),
}

/** The execution API's use case: turns calls into durable executions, each wholly or not at all. */
export function executions(house: House, { line, maxWaiting, maxBacklog }: AcceptOptions) {
  const views = triggerViews(house.db)
  const group = groupCommit(line.commit, { lines: line.size, most: 500 })
  let backlog = 0

  /** Re-reads how much waits for delivery; called a few times a second. */
  async function measure() {
    backlog = await store.backlog(house.db)
  }

  /** Room for more: undefined, or the seconds after which the caller should try again. */
  function overload(): number | undefined {
    if (group.waiting >= maxWaiting) return 1
    if (backlog >= maxBacklog) return 5
    return undefined
  }

  /** The answer of a call already accepted, when this one repeats it; a Problem when it reuses its requestId. */
  async function replay(call: UnitaryCall, caller: Caller, raw: string): Promise<string | undefined> {
    if (!isUuid(call.campaignId.toLowerCase())) return undefined
    const campaignId = call.campaignId.toLowerCase()
    const earlier = await store.byRequest(house.db, caller.sandboxId, campaignId, call.requestId)
    if (!earlier) return undefined
    const same = earlier.fingerprint.toString('hex') === fingerprint(raw) || sameJson(earlier.body, raw)
    if (same) return answer(earlier.id, call.requestId, earlier.createdAt.toISOString(), earlier.createdBy)
    throw new Problem(
      'execution/request-id-reused',
      `The requestId ${call.requestId} was accepted with another body. Send this call with a new requestId.`,
      { errors: [{ pointer: '/requestId', detail: 'Used before with another body' }] },
    )
  }

  /**
   * Accepts a call: the JSON text of the 202 answer, given only after the commit. A call repeated with the same
   * body gets the first answer again, for ever; with another body it is refused.
   */
  async function trigger(mode: CallMode, call: UnitaryCall, raw: string, caller: Caller): Promise<string> {
    const campaignId = call.campaignId.toLowerCase()
    for (let attempt = 0; attempt < 3; attempt++) {
      const view =
        views.cached(caller.sandboxId, campaignId) ??
        (await views.load(caller.sandboxId, campaignId, house.now()))
      const refusal = refuse(view, mode, call, raw, house.now())
      if (refusal || !view) {
        const earlier = await replay(call, caller, raw)
        if (earlier) return earlier
        throw refusal
      }
      const createdAt = house.now().toISOString()
      const executionId = asExecutionId(house.newId())
      const committed = await group.submit({
        executionId,
        sandboxId: caller.sandboxId,
        campaignId: view.id,
        version: view.version,
        lane: view.category,
        requestId: call.requestId,
        fingerprint: fingerprint(raw),
        recipients: call.recipients.length,
        body: raw,
        createdAt,
        createdBy: caller.clientId,
        identities: view.needsProfiles
          ? call.recipients.map((r) => normalizeIdentity(r.namespace, r.userId))
          : [],
      })
      if (committed.kind === 'written') {
        backlog += call.recipients.length
        return answer(executionId, call.requestId, createdAt, caller.clientId)
      }
      const earlier = await replay(call, caller, raw)
      if (earlier) return earlier
      if (committed.kind === 'unknown-profiles') throw unknownProfiles(call, committed.recipients)
      // The campaign changed between our look and the commit: look again.
      views.forget(view.id)
    }
    throw new Problem('server/unavailable', 'The campaign keeps changing. Send the call again.')
  }

  return {
    parse,
    trigger,
    measure,
    overload,
    /** Messages that may still be accepted before calls are turned away, and the ceiling. */
    room: () => ({ limit: maxBacklog, remaining: Math.max(0, maxBacklog - backlog) }),
  }
}
export type Executions = ReturnType<typeof executions>

/**
 * Reads a call from its JSON text; a Problem with pointers when it does not fit. What the body says of its
 * requestId and campaignId is noted in `said` either way, so that a refusal can name them.
 */
function parse(mode: CallMode, raw: string, said: { requestId?: string; campaignId?: string }): UnitaryCall {
  let call: unknown
  try {
    call = JSON.parse(raw)
  } catch (error) {
    throw new Problem('request/malformed', `The body is not JSON: ${(error as Error).message}`)
  }
  if (typeof call === 'object' && call !== null) {
    const { requestId, campaignId } = call as Record<string, unknown>
    if (typeof requestId === 'string') said.requestId = requestId
    if (typeof campaignId === 'string') said.campaignId = campaignId
  }
  const errors = validators[mode](call)
  if (errors.length === 0 && isDeeper(call, deepest))
    errors.push({ pointer: '', detail: `Must be nested ${deepest} levels deep at most` })
  if (errors.length > 0) throw new Problem('request/invalid', sentence(errors), { errors })
  return call as UnitaryCall
}

/** Levels of arrays and objects in a call: beyond, nobody could compare or render it any more. */
const deepest = 100

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1))
}

/** Why the campaign does not take this call now; undefined when it does. */
function refuse(
  view: TriggerView | undefined,
  mode: CallMode,
  call: UnitaryCall,
  raw: string,
  now: Date,
): Problem | undefined {
  const campaign = [{ pointer: '/campaignId', detail: 'Names this campaign' }]
  if (!view) {
    return new Problem('campaign/not-found', `There is no campaign ${call.campaignId} in this sandbox.`, {
      errors: campaign,
    })
  }
  const expected: CallMode = view.highThroughput ? 'highthroughput' : 'unitary'
  if (view.kind !== 'api_triggered' || mode !== expected) {
    const advice =
      view.kind === 'api_triggered'
        ? `Send it to /ajo/im/executions/${expected}.`
        : 'It is not API-triggered.'
    return new Problem('execution/wrong-type', `The campaign does not take this kind of call. ${advice}`, {
      errors: campaign,
    })
  }
  if (view.status !== 'live') {
    return new Problem(
      'execution/campaign-not-live',
      `The campaign is ${view.status.replace('_', ' ')}, not live.`,
      {
        errors: campaign,
        campaignStatus: view.status,
      },
    )
  }
  if ((view.startAt && now < view.startAt) || (view.endAt && now >= view.endAt)) {
    return new Problem(
      'execution/outside-schedule',
      'The campaign takes calls only between its start and end dates.',
      {
        errors: campaign,
      },
    )
  }
  return refuseRecipients(call.recipients) ?? refuseContext(view, call.recipients, raw)
}

function refuseRecipients(recipients: readonly Recipient[]): Problem | undefined {
  if (recipients.length === 1) return undefined
  const seen = new Map<string, number>()
  for (const [index, { namespace, userId }] of recipients.entries()) {
    const identity = normalizeIdentity(namespace, userId)
    const name = `${identity.namespace}\n${identity.value}`
    const first = seen.get(name)
    if (first !== undefined) {
      return new Problem('execution/duplicate-recipient', `Recipients ${first} and ${index} are the same.`, {
        errors: [
          { pointer: `/recipients/${index}/userId`, detail: `The same as /recipients/${first}/userId` },
        ],
      })
    }
    seen.set(name, index)
  }
  return undefined
}

function refuseContext(
  view: TriggerView,
  recipients: readonly Recipient[],
  raw: string,
): Problem | undefined {
  // A UTF-16 unit is at most three bytes of UTF-8, so most calls are seen to fit without measuring.
  const measured = raw.length * 3 > triggerLimits.context
  let bytes = 0
  for (const [index, { context }] of recipients.entries()) {
    if (measured && context) bytes += Buffer.byteLength(JSON.stringify(context))
    if (bytes > triggerLimits.context) {
      return new Problem(
        'execution/context-too-large',
        `The context attributes take more than ${triggerLimits.context} bytes.`,
        {
          errors: [{ pointer: `/recipients/${index}/context`, detail: 'Passes the limit here' }],
        },
      )
    }
    const errors = view.validateContext?.(context ?? {}, `/recipients/${index}/context`) ?? []
    if (errors.length > 0) return new Problem('execution/context-invalid', sentence(errors), { errors })
  }
  return undefined
}

function unknownProfiles(call: UnitaryCall, recipients: readonly number[]): Problem {
  const errors = recipients.map((index) => ({
    pointer: `/recipients/${index}/userId`,
    detail: `No profile has ${call.recipients[index]?.userId} in the namespace ${call.recipients[index]?.namespace}`,
  }))
  return new Problem(
    'execution/unknown-profile',
    'A recipient has no profile. Create it, or let the campaign create new profiles.',
    { errors },
  )
}

const sentence = (errors: readonly Mistake[]) =>
  errors.map((e) => `${e.pointer || 'The body'}: ${e.detail}`).join('; ')

const fingerprint = (raw: string) => hash('sha256', raw, 'hex')

/** The 202 body. Written by hand: two of its six values need escaping at most. */
const answer = (executionId: string, requestId: string, at: string, by: string) =>
  `{"executionId":"${executionId}","requestId":${JSON.stringify(requestId)},"createdAt":"${at}","createdBy":${JSON.stringify(by)},"modifiedAt":"${at}","modifiedBy":${JSON.stringify(by)}}`

function sameJson(a: string, b: string): boolean {
  return canonical(JSON.parse(a)) === canonical(JSON.parse(b))
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`
}
