import type { House } from '../context.ts'
import * as store from '../store/ledger.ts'

/** Something that the doctor found; `error` contradicts what Chappe promises, `warning` asks for a look. */
export interface Finding {
  readonly level: 'error' | 'warning'
  readonly code: string
  readonly message: string
}

const sentences: Record<string, { level: Finding['level']; say: (odd: store.Oddity) => string }> = {
  'batch-of-dead-worker': {
    level: 'warning',
    say: ({ count, example }) =>
      `${count} batch(es) are leased to a worker that is gone (batch ${example}). They are taken over when the lease ends.`,
  },
  'lease-expired': {
    level: 'warning',
    say: ({ count, example }) =>
      `${count} lease(s) ended and nobody took the batch over (batch ${example}). Is a worker running?`,
  },
  'batch-overdue': {
    level: 'warning',
    say: ({ count, example }) =>
      `${count} batch(es) have been due for more than ten minutes (batch ${example}). Is a worker running?`,
  },
  'done-with-open-messages': {
    level: 'error',
    say: ({ count, example }) =>
      `${count} finished batch(es) have messages without an outcome (batch ${example}).`,
  },
  'open-message-without-batch': {
    level: 'error',
    say: ({ count, example }) =>
      `${count} message(s) without an outcome belong to no batch (message ${example}).`,
  },
  'execution-without-batch': {
    level: 'error',
    say: ({ count, example }) =>
      `${count} accepted call(s) have neither batch nor messages (execution ${example}).`,
  },
  'version-missing': {
    level: 'error',
    say: ({ count, example }) =>
      `${count} campaign version(s) are named but not there (campaign ${example}).`,
  },
  'recipients-missing': {
    level: 'error',
    say: ({ count, example }) =>
      `${count} occurrence(s) do not have one message, sent or to come, per person (occurrence ${example}).`,
  },
  'identity-without-profile': {
    level: 'error',
    say: ({ count, example }) => `${count} identity(ies) lead to nobody (${example}).`,
  },
  'messages-missing': {
    level: 'error',
    say: ({ count, example }) =>
      `${count} accepted call(s) do not have one message per recipient (execution ${example}).`,
  },
}

/**
 * Checks an installation: counts the ledger again and compares it with the counters, and looks for rows that
 * contradict each other. Changes nothing. An empty list is good news.
 */
export async function examine({ db }: Pick<House, 'db'>): Promise<Finding[]> {
  const [differences, oddities] = await Promise.all([store.differences(db), store.oddities(db)])
  return [
    ...differences.map(
      ({ campaignId, occurrenceId, metric, reason, ledger, counters }): Finding => ({
        level: 'error',
        code: 'counter-differs',
        message: `Campaign ${campaignId}${occurrenceId ? `, occurrence ${occurrenceId}` : ''}: ${metric}${reason && ` (${reason})`} is ${counters} in the report but ${ledger} in the ledger.`,
      }),
    ),
    ...oddities.map((odd): Finding => {
      const { level, say } = sentences[odd.code]!
      return { level, code: odd.code, message: say(odd) }
    }),
  ]
}

/** How much an examination looks at, so that an empty list of findings says something. */
export const extent = ({ db }: Pick<House, 'db'>): Promise<{ campaigns: number; messages: number }> =>
  store.extent(db)
