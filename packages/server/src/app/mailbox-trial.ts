import { Trial } from '@chappe/core/api/feedback-sources'
import { mailboxKinds } from '@chappe/core/feedback/source'
import { Problem } from '@chappe/core/kit/problem'
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import * as jobs from '../queue/jobs.ts'
import { found } from './feedback-sources.ts'

/** Kind of the job by which a worker opens a mailbox to say what is in it. */
export const tryMailboxKind = 'try-mailbox'

export const TryMailbox = z.object({ sandboxId: z.int(), sourceId: z.uuid() })

const patience = 25

/**
 * Has a worker open a mailbox, without changing anything in it, and waits for 25 seconds at most. Throws
 * feedback/not-found, and request/invalid for a source that is no mailbox.
 */
export async function tryMailbox(ctx: Ctx, sourceId: string): Promise<Trial> {
  const { kind } = await found(ctx, sourceId)
  if (!mailboxKinds.some((one) => one === kind))
    throw new Problem('request/invalid', 'Only a mailbox can be tried.')
  const payload: z.infer<typeof TryMailbox> = { sandboxId: ctx.sandboxId, sourceId }
  const id = await jobs.add(ctx.db, { id: ctx.newId(), kind: tryMailboxKind, payload, runAt: ctx.now() })
  const waited = await jobs.wait(ctx.db, id, { seconds: patience, now: ctx.now })
  switch (waited.kind) {
    case 'done':
      return Trial.parse(waited.result)
    case 'failed':
      return failedTrial(waited.reason)
    case 'withdrawn':
      return failedTrial(`No worker took the trial within ${patience} seconds. Is the worker running?`)
    case 'running':
      return failedTrial(`The mailbox has not answered within ${patience} seconds.`)
  }
}

export const failedTrial = (problem: string): Trial => ({
  ok: false,
  problem,
  mails: 0,
  waiting: 0,
  first: [],
})
