import type { Trial } from '@chappe/core/api/feedback-sources'
import { opened } from '../app/feedback-sources.ts'
import { failedTrial, TryMailbox, tryMailboxKind } from '../app/mailbox-trial.ts'
import { mostRead, read } from '../app/returned-mail.ts'
import { trackingTokens } from '../app/tracking.ts'
import { readMailboxSettings } from '../channels/email/mailbox/index.ts'
import * as store from '../store/feedback-sources.ts'
import { kindOf } from './read-mailbox.ts'
import type { Step } from './step.ts'

const shown = 20

/** Opens a mailbox and says what is in it, without changing anything. Tried once: a person waits for it. */
export const tryMailboxStep: Step = {
  kind: tryMailboxKind,
  lease: 120,
  attempts: 1,
  async run(worker, payload): Promise<Trial> {
    const { sandboxId, sourceId } = TryMailbox.parse(payload)
    const source = await store.find(worker.db, sandboxId, sourceId)
    if (!source) return failedTrial('The source is gone.')
    const { place } = source.state
    const tokens = trackingTokens(worker.secrets)
    let close = () => {}
    try {
      const box = await worker.openMailbox(kindOf(source), readMailboxSettings(opened(worker, source)), {
        readOnly: true,
      })
      close = () => box.destroy()
      const since = box.validity !== null && place?.validity === box.validity ? place.last : 0
      const ids = await box.list(since)
      const known = box.validity === null ? await store.mailsRead(worker.db, source) : new Set<string>()
      const waiting = ids.filter((id) => !known.has(id))
      const first: Trial['first'] = []
      for (const id of waiting.slice(0, shown)) {
        const raw = await box.fetch(id, mostRead)
        if (!raw) continue
        const { from, subject, at, meaning, notices } = await read(worker, tokens, { raw, recipients: [] })
        const [notice] = notices
        const detail = notice ? `${notice.bounce}:${notice.reason}` : ''
        first.push({ from, subject, at: at?.toISOString() ?? null, meaning, detail })
      }
      await box.end()
      return { ok: true, problem: null, mails: box.total, waiting: waiting.length, first }
    } catch (error) {
      return failedTrial((error as Error).message)
    } finally {
      close()
    }
  },
}
