import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { certificate } from '../packages/server/src/channels/email/testing/certificate.ts'

export interface MailServer {
  readonly port: number
  readonly mails: readonly { to: string; raw: string; secure: boolean; user: string | undefined }[]
  close(): Promise<void>
}

/** A mail server made by others: STARTTLS with a certificate of its own making, and a password. */
export async function aMailServer(account: { user: string; password: string }): Promise<MailServer> {
  const mails: MailServer['mails'][number][] = []
  const server = new SMTPServer({
    ...certificate,
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth: ({ username, password }, _session, done) =>
      username === account.user && password === account.password
        ? done(null, { user: username })
        : done(new Error('Wrong name or password')),
    onData(stream, { envelope, user, secure }, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString()
        for (const { address } of envelope.rcptTo)
          mails.push({ to: address, raw, secure, user: user as string | undefined })
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
