import { PreferenceCentre } from '@chappe/core/consent/centre'
import type { Db } from '../store/db.ts'
import * as sandboxSettings from '../store/sandbox-settings.ts'

export const brandSetting = 'preference_centre'

/** How the pages and messages of this sandbox look on which people choose. */
export const brandOf = async ({ db }: { readonly db: Db }, sandboxId: number): Promise<PreferenceCentre> =>
  PreferenceCentre.parse((await sandboxSettings.get(db, sandboxId, brandSetting)) ?? {})
