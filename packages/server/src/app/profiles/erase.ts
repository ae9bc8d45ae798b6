import { executionIdOf, messageIdOf } from '@chappe/core/kit/ids'
import { normalizeIdentity } from '@chappe/core/profile/schema'
import type { Ctx } from '../../context.ts'
import { inTransaction } from '../../store/db.ts'
import * as store from '../../store/erase.ts'
import type { CallRecipient } from '../../store/messages.ts'
import * as profiles from '../../store/profiles.ts'
import { missing } from './person.ts'
import { keyOf } from './rules.ts'

/**
 * Erases a person (GDPR, article 17): the profile and everything that hangs on it goes; calls and messages stay with
 * a mark in place of who they were to, so that every number in reports stays right. A call of theirs that no worker
 * has taken yet is not sent any more. Suppression and allow lists stay: they keep us from writing. Throws
 * profile/not-found.
 */
export const erase = (ctx: Ctx, id: string): Promise<void> =>
  inTransaction(ctx.db, async (db) => {
    const { sandboxId } = ctx
    const row = await profiles.hold(db, sandboxId, id)
    if (!row) throw missing()
    const [known] = await profiles.withIdentities(db, sandboxId, [row])
    const { identities } = known!
    const addresses = [
      ...new Set([
        ...identities.filter(({ namespace }) => namespace === 'email').map(({ value }) => value),
        ...personalEmail(row.attributes),
      ]),
    ]
    const values = [...new Set([...identities.map(({ value }) => value), ...addresses])]
    const messageIds = await store.holdMessages(db, sandboxId, id, addresses)
    const calls = await store.holdCalls(db, sandboxId, [...new Set(messageIds.map(executionIdOf))], values)
    const theirs = new Set(messageIds)
    const keys = new Set(identities.map(keyOf))
    const isTheirs = (callId: string, recipient: CallRecipient, index: number) =>
      theirs.has(messageIdOf(callId, index + 1)) ||
      keys.has(keyOf(normalizeIdentity(recipient.namespace, recipient.userId))) ||
      addresses.includes(normalizeIdentity('email', recipient.channelData?.emailAddress ?? '').value)
    await store.writeCalls(
      db,
      sandboxId,
      calls.map((call) => ({ id: call.id, body: without(call, isTheirs) })),
    )
    await store.removeTraces(db, sandboxId, { profileId: id, messageIds, addresses, values })
    await store.removeProfile(db, sandboxId, id)
  })

const nobody = { type: 'external', namespace: store.erased, userId: store.erased }

function without(
  { id, body }: store.CallRow,
  isTheirs: (callId: string, recipient: CallRecipient, index: number) => boolean,
): string {
  const call = JSON.parse(body) as { recipients: CallRecipient[] }
  const recipients = call.recipients.map((one, index) => (isTheirs(id, one, index) ? nobody : one))
  return JSON.stringify({ ...call, recipients })
}

function personalEmail(attributes: Readonly<Record<string, unknown>>): string[] {
  const { address } = (attributes.personalEmail ?? {}) as { address?: unknown }
  return typeof address === 'string' ? [normalizeIdentity('email', address).value] : []
}
