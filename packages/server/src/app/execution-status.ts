import type { Execution } from '@chappe/core/api/executions'
import type { UnitaryCall } from '@chappe/core/api/trigger'
import { messageIdOf } from '@chappe/core/kit/ids'
import { Problem } from '@chappe/core/kit/problem'
import type { Ctx } from '../context.ts'
import * as store from '../store/executions.ts'
import * as reports from './reports.ts'

/** What happened to each recipient of an accepted call, in the call's order. Throws `execution/not-found`. */
export async function status(ctx: Ctx, id: string): Promise<Execution> {
  const execution = await store.byId(ctx.db, ctx.sandboxId, id)
  if (!execution)
    throw new Problem('execution/not-found', 'No call was accepted under this id in this sandbox.')
  const { recipients } = JSON.parse(execution.body) as UnitaryCall
  const ids = recipients.map((_, index) => messageIdOf(id, index + 1))
  const messages = new Map((await reports.byIds(ctx, ids)).map((message) => [message.id, message]))
  return {
    executionId: id,
    requestId: execution.requestId,
    campaignId: execution.campaignId,
    version: execution.version,
    createdAt: execution.createdAt.toISOString(),
    createdBy: execution.createdBy,
    recipients: recipients.map(({ userId, namespace, type }, index) => {
      const message = messages.get(ids[index]!) ?? null
      return {
        userId,
        namespace,
        type,
        status: message?.status ?? 'accepted',
        reason: message?.reason ?? null,
        message,
      }
    }),
  }
}
