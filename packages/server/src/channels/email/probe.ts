import type { Outcome } from '../outcome.ts'
import type { OutgoingMail, Sender } from '../provider.ts'

export type Probe = {
  readonly outcome: Outcome
  /** The dialogue as it went, secrets masked: `C:` what we said, `S:` what the relay said, `*` what happened. */
  readonly transcript: readonly string[]
}

/** Sends one mail over a connection of its own and keeps the whole dialogue: *Send a test*. */
export async function probe(sender: Sender, mail: OutgoingMail, signal?: AbortSignal): Promise<Probe> {
  const transcript: string[] = []
  let outcome: Outcome = { kind: 'not-sent' }
  await sender.send(
    [mail],
    (_, settled) => {
      outcome = settled
    },
    { transcript: (line) => transcript.push(line), ...(signal && { signal }) },
  )
  return { outcome, transcript }
}
