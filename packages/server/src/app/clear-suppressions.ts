import { z } from 'zod'
import type { House } from '../context.ts'
import * as store from '../store/suppressions.ts'

export const clearSuppressionsKind = 'clear-suppressions'
/** What was on the list when somebody asked; what came later stays. */
export const ClearSuppressions = z.object({ sandboxId: z.int(), before: z.iso.datetime({ offset: true }) })

/** Empties a sandbox's suppression list, some entries at a time. */
export async function clearSuppressions(
  { db }: Pick<House, 'db'>,
  { sandboxId, before }: z.infer<typeof ClearSuppressions>,
): Promise<void> {
  while ((await store.clear(db, sandboxId, new Date(before), 5_000)) > 0);
}
