import { normalizeIdentity } from '@chappe/core/profile/schema'
import type { Ctx } from '../../context.ts'
import type { Db } from '../../store/db.ts'
import type { Judged } from '../../store/plan.ts'
import * as recipients from '../../store/recipients.ts'

/** Reads the addresses of profiles as a delivery does: at the field where they are, or their email identity. */
export const judgeAddresses =
  ({ sandboxId, mail }: Pick<Ctx, 'sandboxId' | 'mail'>, path: readonly string[]) =>
  async (db: Db, profileIds: readonly string[]): Promise<Judged[]> => {
    if (profileIds.length === 0) return []
    const attributes = await recipients.attributesOf(db, sandboxId, profileIds)
    const emails = await recipients.emailsOf(db, sandboxId, profileIds)
    return profileIds.map((profileId) => {
      const own = textAt(attributes.get(profileId), path)?.trim()
      const text = own || (emails.get(profileId)?.trim() ?? '')
      if (text === '') return { profileId, key: null, reason: 'no-address' }
      const parsed = mail.parseAddress(text)
      if (!parsed) return { profileId, key: null, reason: 'malformed-address' }
      const key = normalizeIdentity('email', `${parsed.local}@${parsed.domain}`).value
      return { profileId, key, reason: null }
    })
  }

function textAt(value: unknown, path: readonly string[]): string | undefined {
  let at = value
  for (const name of path) {
    if (typeof at !== 'object' || at === null || Array.isArray(at) || !Object.hasOwn(at, name))
      return undefined
    at = (at as Record<string, unknown>)[name]
  }
  return typeof at === 'string' ? at : undefined
}
