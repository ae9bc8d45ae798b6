import { join } from 'node:path'
import { openStorage } from '../app/assets/storage.ts'
import { openSecrets } from '../app/secrets.ts'
import { catalogue } from '../channels/catalogue.ts'
import { mailForm } from '../channels/email/index.ts'
import type { House } from '../context.ts'
import { newId } from '../ids.ts'
import { openDatabase } from '../store/db.ts'
import type { Beginning } from './house.ts'

/** Builds the house of one process from what it begins with. `close` ends its connections. */
export function buildHouse(
  { config, databaseUrl, secretKey }: Beginning,
  max = 10,
): { house: House; close(): Promise<void> } {
  const { db } = openDatabase({ connection: { connectionString: databaseUrl }, max })
  const house: House = {
    db,
    now: () => new Date(),
    newId,
    secrets: openSecrets([secretKey]),
    providers: catalogue,
    mail: mailForm,
    assets: openStorage({
      ...config.assets,
      folder: join(config.dataFolder, 'assets'),
      publicUrl: config.publicUrl,
    }),
    publicUrl: config.publicUrl,
  }
  return { house, close: () => db.destroy() }
}
