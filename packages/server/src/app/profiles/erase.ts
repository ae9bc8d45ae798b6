import { executionIdOf, messageIdOf, uuidV7 } from '@chappe/core/kit/ids'
import { type Identity, normalizeIdentity } from '@chappe/core/profile/schema'
import type { Ctx } from '../../context.ts'
import { type Db, inTransaction } from '../../store/db.ts'
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
export async function erase(ctx: Ctx, id: string): Promise<void> {
  const { db: pool, sandboxId } = ctx
  for (;;) {
    // Reading the ledger may take a while, so it is done before anything is held.
    const { addresses } = await namesOf(pool, sandboxId, await profiles.get(pool, sandboxId, id))
    const found = await store.findMessages(pool, sandboxId, addresses, aMinuteBefore(ctx.newId()))
    if (await inTransaction(pool, (db) => eraseOnce(db, sandboxId, id, { addresses, found }))) return
  }
}

/** The first id of a minute ago: other machines have clocks of their own. */
function aMinuteBefore(id: string): string {
  const at = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
  return uuidV7(at - 60_000, '0'.repeat(20))
}

interface Names {
  readonly identities: readonly Identity[]
  readonly addresses: readonly string[]
}

async function namesOf(db: Db, sandboxId: number, row: profiles.ProfileRow | undefined): Promise<Names> {
  if (!row) throw missing()
  const [known] = await profiles.withIdentities(db, sandboxId, [row])
  const { identities } = known!
  const emails = identities.filter(({ namespace }) => namespace === 'email').map(({ value }) => value)
  return { identities, addresses: [...new Set([...emails, ...personalEmail(row.attributes)])] }
}

/** False when the person has an address by now that nobody looked for. */
async function eraseOnce(
  db: Db,
  sandboxId: number,
  id: string,
  lookedFor: { readonly addresses: readonly string[]; readonly found: store.FoundMessages },
): Promise<boolean> {
  const names = await namesOf(db, sandboxId, await profiles.hold(db, sandboxId, id))
  const { identities, addresses } = names
  if (addresses.some((address) => !lookedFor.addresses.includes(address))) return false
  const values = [...new Set([...identities.map(({ value }) => value), ...addresses])]
  const messageIds = await store.holdMessages(db, sandboxId, id, addresses, lookedFor.found)
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
  return true
}

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
