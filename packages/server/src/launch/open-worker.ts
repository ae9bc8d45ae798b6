import { existsSync } from 'node:fs'
import { mailboxes } from '../channels/email/mailbox/index.ts'
import { openDatabase } from '../store/db.ts'
import { runWorker } from '../worker/run.ts'
import { senders } from '../worker/senders.ts'
import { buildHouse } from './build-house.ts'
import type { OpenPart } from './house.ts'
import { openInbound } from './inbound.ts'

/** The bundled thread that signs with DKIM; from the sources there is none, and signing stays in the process. */
const dkimThread = new URL('./dkim-thread.mjs', import.meta.url)

/** Opens the worker process: delivery in both lanes, jobs, housekeeping. */
export const openWorker: OpenPart = async (beginning, name) => {
  const { config, log, databaseUrl } = beginning
  const { house, close } = buildHouse(beginning, 6)
  const ledger = openDatabase({ connection: { connectionString: databaseUrl }, max: 14, prepared: true })
  const openSender = senders(house, {
    allowPrivate: config.allowPrivateNetwork,
    ...(existsSync(dkimThread) && { dkimThread }),
  })
  const worker = runWorker(house, {
    name,
    log,
    connection: { connectionString: databaseUrl },
    ledger: ledger.db,
    openSender,
    openMailbox: mailboxes({ allowPrivate: config.allowPrivateNetwork }),
  })
  const listener = config.inbound && (await openInbound(house, config, log))
  return {
    async stop(hurry) {
      await listener?.close()
      // A relay that hangs after the last octet may hold a message for minutes; whoever cannot wait leaves it
      // under its intent marker, for the next worker to judge.
      const hurried = new Promise<boolean>((resolve) => {
        if (hurry.aborted) resolve(true)
        hurry.addEventListener('abort', () => resolve(true))
      })
      // What it has under way then keeps its connections until the process ends.
      if (await Promise.race([worker.stop().then(() => false), hurried])) return
      await Promise.all([close(), ledger.db.destroy()])
    },
  }
}
