import type { Definition } from '@chappe/core/campaign/schema'
import { remember } from '@chappe/core/kit/remember'
import type { House } from '../../context.ts'
import * as versions from '../../store/versions.ts'

const known = new Map<string, Definition>()
const most = 200

/** What a version that was live says; it never changes, so it is read once. */
export async function definitionOf(
  { db }: Pick<House, 'db'>,
  campaign: { readonly sandboxId: number; readonly campaignId: string; readonly version: number },
): Promise<Definition> {
  const { sandboxId, campaignId, version } = campaign
  const key = `${sandboxId}/${campaignId}/${version}`
  const kept = known.get(key)
  if (kept) return kept
  const { definition } = await versions.get(db, { sandboxId, id: campaignId }, version)
  remember(known, key, definition, most)
  return definition
}

/** The zone in which a definition's times are read that name none. */
export const zoneOf = ({ trigger, schedule }: Pick<Definition, 'trigger' | 'schedule'>): string =>
  trigger.kind === 'now' ? schedule.timezone : trigger.timeZone
