import { ImapFlow } from 'imapflow'
import { guardedLookup } from '../smtp/egress.ts'
import {
  type Mailbox,
  type MailboxEnv,
  MailboxError,
  type MailboxSettings,
  type Opening,
  patient,
} from './mailbox.ts'

/** Octets of one answer at most: an honest one to our commands is far smaller. */
const mostAnswered = 16_777_216

/** Opens a folder over IMAP (RFC 3501, RFC 9051). Throws a MailboxError. */
export async function openImap(
  settings: MailboxSettings,
  env: MailboxEnv,
  { readOnly = false, signal }: Opening,
): Promise<Mailbox> {
  const client = connection(settings, env)
  // The library tells of a lost connection by an event too, also between commands; unheard, it would end the process.
  client.on('error', () => {})
  const abort = () => client.close()
  signal?.addEventListener('abort', abort)
  client.on('close', () => signal?.removeEventListener('abort', abort))
  let left = false
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      const result = await work()
      // Where the connection is lost, some commands of the library answer nothing instead of throwing.
      if (!client.usable && !left) throw new Error('the connection was lost')
      return result
    } catch (error) {
      client.close()
      throw sentenceFor(error, settings)
    }
  }
  const box = await guarded(async () => {
    signal?.throwIfAborted()
    await client.connect()
    return client.mailboxOpen(settings.folder, { readOnly })
  })
  const set = (ids: readonly string[]) => ids.join(',')
  return {
    total: box.exists,
    validity: String(box.uidValidity),
    list: (after) =>
      guarded(async () => {
        const found = (await client.search({ uid: `${after + 1}:*` }, { uid: true })) || []
        // `n:*` names the last mail even where it is below n (RFC 3501, section 6.4.8).
        return found
          .filter((uid) => uid > after)
          .sort((a, b) => a - b)
          .map(String)
      }),
    fetch: (id, most) =>
      guarded(async () => {
        const found = await client.fetchOne(id, { source: { start: 0, maxLength: most } }, { uid: true })
        return found ? found.source : undefined
      }),
    putAway: (ids) =>
      guarded(async () => {
        if (ids.length === 0 || settings.after === 'keep') return
        const done = await {
          seen: () => client.messageFlagsAdd(set(ids), ['\\Seen'], { uid: true }),
          delete: () => client.messageDelete(set(ids), { uid: true }),
          move: () => client.messageMove(set(ids), settings.moveTo, { uid: true }),
        }[settings.after]()
        if (!done) throw new MailboxError('unreachable', putAwayFailed(settings))
      }),
    end: () => {
      left = true
      return guarded(() => client.logout())
    },
    destroy: () => client.close(),
  }
}

function connection(settings: MailboxSettings, env: MailboxEnv): ImapFlow {
  const { host, port, security, username, password, verifyCertificate } = settings
  const { connect, answer } = env.patience ?? patient
  try {
    const lookup = guardedLookup(host, { ...env, now: () => new Date(), deposit: async () => {} })
    return new ImapFlow({
      host,
      port,
      secure: security === 'tls',
      doSTARTTLS: security === 'starttls',
      auth: { user: username, pass: password },
      // The library gives these to `net.connect` as well, so the lookup guards connections without TLS too.
      tls: { rejectUnauthorized: verifyCertificate, lookup } as object,
      logger: false,
      disableAutoIdle: true,
      connectionTimeout: connect,
      greetingTimeout: connect,
      socketTimeout: answer,
      maxLiteralSize: mostAnswered,
      maxLineLength: mostAnswered,
      maxResponseSize: 2 * mostAnswered,
    })
  } catch (error) {
    throw sentenceFor(error, settings)
  }
}

const putAwayFailed = ({ after, moveTo }: MailboxSettings) =>
  after === 'move'
    ? `The mails were read, but could not be moved to ${moveTo}. Is there such a folder?`
    : `The mails were read, but could not be ${after === 'delete' ? 'deleted' : 'marked as seen'}.`

interface ImapError extends Error {
  readonly code?: string
  readonly authenticationFailed?: boolean
  readonly responseText?: string
  readonly serverResponseCode?: string
}

function sentenceFor(error: unknown, { host, port, folder, username }: MailboxSettings): MailboxError {
  if (error instanceof MailboxError) return error
  const { authenticationFailed, responseText, serverResponseCode, message } = error as ImapError
  const words = (responseText || message || 'the connection was lost').trim().slice(0, 300)
  if (authenticationFailed)
    return new MailboxError('refused', `The server did not let ${username} in: ${words}`)
  if (serverResponseCode === 'NONEXISTENT' || /mailbox doesn't exist|no such mailbox/i.test(words))
    return new MailboxError('refused', `The folder ${folder} could not be opened: ${words}`)
  return new MailboxError('unreachable', `${host}:${port} could not be read: ${words}`)
}
