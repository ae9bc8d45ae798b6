import { guardedLookup } from '../smtp/egress.ts'
import {
  type Mailbox,
  type MailboxEnv,
  MailboxError,
  type MailboxSettings,
  type Opening,
  patient,
} from './mailbox.ts'
import { Denied, Pop3Wire } from './pop3-wire.ts'

/** Opens a mailbox over POP3 (RFC 1939), which needs UIDL. Throws a MailboxError. */
export async function openPop3(
  settings: MailboxSettings,
  env: MailboxEnv,
  { readOnly = false, signal }: Opening,
): Promise<Mailbox> {
  const { host, port, security, verifyCertificate, username, password } = settings
  let wire: Pop3Wire | undefined
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      wire?.destroy()
      throw sentenceFor(error, settings)
    }
  }

  const total = await guarded(async () => {
    wire = await Pop3Wire.open({
      host,
      port,
      tls: security === 'tls' ? { rejectUnauthorized: verifyCertificate } : undefined,
      lookup: guardedLookup(host, { ...env, now: () => new Date(), deposit: async () => {} }),
      patience: env.patience ?? patient,
      signal,
    })
    if (security === 'starttls') await wire.startTls(host, verifyCertificate)
    try {
      await wire.command(`USER ${username}`)
      await wire.command(`PASS ${password}`)
    } catch (error) {
      if (!(error instanceof Denied)) throw error
      // RFC 2449, section 8 and RFC 3206: the mailbox is in use, or the server is not well; the password may be right.
      if (/^\[(IN-USE|LOGIN-DELAY|SYS\/TEMP)/i.test(error.message)) throw error
      throw new MailboxError('refused', `The server did not let ${username} in: ${error.message}`)
    }
    return Number((await wire.command('STAT')).split(' ')[0]) || 0
  })

  /** Numbers of the mails in this session, by their ids. */
  const numbers = new Map<string, number>()
  const list = async () => {
    numbers.clear()
    await wire!.lines('UIDL', (line) => {
      const [number, id] = line.toString('latin1').split(' ')
      if (id && Number(number) > 0) numbers.set(id, Number(number))
    })
    return [...numbers].sort(([, a], [, b]) => a - b).map(([id]) => id)
  }

  return {
    total,
    validity: null,
    list: () => guarded(list),
    fetch: (id, most) =>
      guarded(async () => {
        const number = numbers.get(id)
        if (number === undefined) return undefined
        const kept: Buffer[] = []
        let size = 0
        const take = (line: Buffer) => {
          if (size < most) kept.push(line, lineEnd)
          size += line.length + 2
        }
        try {
          await wire!.lines(`RETR ${number}`, take)
        } catch (error) {
          if (error instanceof Denied) return undefined
          throw error
        }
        return Buffer.concat(kept).subarray(0, most)
      }),
    putAway: (ids) =>
      guarded(async () => {
        if (readOnly || settings.after !== 'delete') return
        for (const id of ids) {
          const number = numbers.get(id)
          if (number !== undefined) await wire!.command(`DELE ${number}`)
        }
      }),
    end: () =>
      guarded(async () => {
        await wire!.command('QUIT')
        wire!.destroy()
      }),
    destroy: () => wire?.destroy(),
  }
}

const lineEnd = Buffer.from('\r\n')

function sentenceFor(error: unknown, { host, port }: MailboxSettings): MailboxError {
  if (error instanceof MailboxError) return error
  return new MailboxError(
    'unreachable',
    `${host}:${port} could not be read: ${(error as Error).message.slice(0, 300)}`,
  )
}
