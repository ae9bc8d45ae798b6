import { z } from 'zod'
import type { Outcome } from '../../outcome.ts'
import { type Deposited, type Env, type OutgoingMail, provider, type Sender } from '../../provider.ts'
import { parseAddress } from '../address.ts'
import { classify } from '../classify.ts'

/** Simulated answers, by what the local part of the address begins with. */
const answers = {
  bounce: '550 5.1.1 No such user here (simulated by the built-in inbox)',
  full: '452 4.2.2 Mailbox full (simulated by the built-in inbox)',
  defer: '451 4.4.1 The destination does not answer (simulated by the built-in inbox)',
}

/** How many messages are stored at once. */
const together = 100

/**
 * The built-in catcher: it accepts like a real relay, and says so only once the message is stored. Nothing
 * leaves the installation. To show and to test what refusals do, an address whose local part begins with
 * `bounce` is refused (550 5.1.1, a hard bounce), with `full` or `defer` deferred (452 4.2.2, 451 4.4.1).
 */
export const inbox = provider({
  kind: 'inbox',
  label: { en: 'Inbox (built-in catcher)', fr: 'Boîte de réception intégrée' },
  config: z.object({}),
  open: (_config, env) => openInbox(env),
})

function openInbox(env: Env): Sender {
  let closed = false
  return {
    async send(batch, settle, { signal, wanted, transcript } = {}) {
      for (let start = 0; start < batch.length; start += together) {
        const part = batch.slice(start, start + together)
        const isGoing = part.map((_, i) => !closed && !signal?.aborted && wanted?.(start + i) !== false)
        const delivered = (
          await deliver(
            part.filter((_, i) => isGoing[i]),
            env,
          )
        ).values()
        const outcomes = isGoing.map((goes) => (goes ? delivered.next().value! : notSent))
        for (const [i, outcome] of outcomes.entries()) {
          if (transcript && outcome.kind !== 'not-sent')
            for (const line of dialogue(part[i]!, outcome)) transcript(line)
          settle(start + i, outcome)
        }
      }
    },
    verify: async () => ({ ok: true, reply: '250 2.0.0 The built-in inbox is ready', transcript: [] }),
    close: async () => {
      closed = true
    },
  }
}

const notSent: Outcome = { kind: 'not-sent' }

async function deliver(batch: readonly OutgoingMail[], env: Env): Promise<Outcome[]> {
  const refusals = batch.map(refusal)
  const kept = batch.filter((_, i) => !refusals[i])
  const stored = kept.length === 0 ? undefined : await store(kept, env)
  return batch.map(({ id }, i) => {
    return (
      refusals[i] ?? stored ?? { kind: 'accepted', reply: `250 2.0.0 Ok: stored as ${id}`, providerId: id }
    )
  })
}

/** Stores the messages, all or none; what went wrong is an answer like a relay's. */
async function store(batch: readonly OutgoingMail[], env: Env): Promise<Outcome | undefined> {
  const receivedAt = env.now()
  const deposits = batch.flatMap(({ id, envelopeFrom: from, to, bcc, raw }): Deposited[] => {
    const copies = bcc ? [to, bcc] : [to]
    return copies.map((address) => ({ id, from, to: address, raw, receivedAt }))
  })
  try {
    await env.deposit(deposits)
    return undefined
  } catch (error) {
    return classify(
      { code: 451, text: `451 4.3.0 The built-in inbox could not store it: ${(error as Error).message}` },
      'message',
    )
  }
}

function refusal({ to }: OutgoingMail): Outcome | undefined {
  const address = parseAddress(to)
  if (!address) return classify({ code: 553, text: '553 5.1.3 Not an email address' }, 'rcpt')
  const [, text] =
    Object.entries(answers).find(([start]) => address.local.toLowerCase().startsWith(start)) ?? []
  return text === undefined ? undefined : classify({ code: Number(text.slice(0, 3)), text }, 'rcpt')
}

const dialogue = ({ envelopeFrom, to, raw }: OutgoingMail, outcome: Outcome): string[] => [
  '* The built-in inbox; nothing leaves this installation',
  `C: MAIL FROM:<${envelopeFrom}>`,
  `C: RCPT TO:<${to}>`,
  ...(outcome.kind === 'accepted' ? [`C: (${raw.length} octets of message)`] : []),
  ...('reply' in outcome ? [`S: ${outcome.reply}`] : []),
]
