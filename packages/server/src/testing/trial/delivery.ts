import { tmpdir } from 'node:os'
import { openStorage } from '../../app/assets/storage.ts'
import { openSecrets } from '../../app/secrets.ts'
import { catalogue } from '../../channels/catalogue.ts'
import { mailForm } from '../../channels/email/index.ts'
import { newId } from '../../ids.ts'
import { openLog } from '../../log.ts'
import { openDatabase } from '../../store/db.ts'
import { runWorker } from '../../worker/run.ts'
import { senders } from '../../worker/senders.ts'

/** A worker process for tests to kill: `delivery.mjs <database url> <name>`. Says `ready`, then works. */
const [connectionString = '', name = ''] = process.argv.slice(2)
const connection = { connectionString }
const { db } = openDatabase({ connection })
const house = {
  db,
  now: () => new Date(),
  newId,
  secrets: openSecrets([Buffer.alloc(32, 7)]),
  providers: catalogue,
  mail: mailForm,
  assets: openStorage({
    folder: tmpdir(),
    bucket: undefined,
    url: undefined,
    publicUrl: 'http://chappe.test',
  }),
  publicUrl: 'http://chappe.test',
}
const worker = runWorker(house, {
  name,
  log: openLog(name, 'warn'),
  connection,
  openSender: senders(house, { allowPrivate: true }),
})
process.on('SIGTERM', async () => {
  await worker.stop()
  await db.destroy()
  process.exit(0)
})
process.stdout.write('ready\n')
