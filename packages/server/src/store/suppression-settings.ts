import type { SuppressionSettings } from '@chappe/core/api/suppressions'
import { softBounceThreshold } from '@chappe/core/suppression/schema'
import type { By } from './campaigns.ts'
import type { Db } from './db.ts'
import * as sandboxSettings from './sandbox-settings.ts'

/** The names of these settings, one row each. The statement that looks for refusals knows the second one, too. */
const names = { softBounceThreshold: 'soft_bounce_threshold', allowListActive: 'allow_list_active' } as const

export async function read(db: Db, sandboxId: number): Promise<SuppressionSettings> {
  const [active, threshold] = await Promise.all([
    sandboxSettings.get(db, sandboxId, names.allowListActive),
    thresholdOf(db, sandboxId),
  ])
  return { softBounceThreshold: threshold, allowListActive: active === true }
}

/** Soft bounces in a row after which an address is suppressed. Asked only when there was one: nothing is kept. */
export async function thresholdOf(db: Db, sandboxId: number): Promise<number> {
  const value = await sandboxSettings.get(db, sandboxId, names.softBounceThreshold)
  return typeof value === 'number' ? value : softBounceThreshold.usual
}

export async function write(
  db: Db,
  sandboxId: number,
  changes: { [K in keyof SuppressionSettings]?: SuppressionSettings[K] | undefined },
  by: By,
): Promise<void> {
  for (const [key, name] of Object.entries(names)) {
    const value = changes[key as keyof SuppressionSettings]
    if (value !== undefined) await sandboxSettings.put(db, sandboxId, name, value, by)
  }
}
