import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { openInboundDesk } from '../app/inbound.ts'
import { trackingTokens } from '../app/tracking.ts'
import { type Listener, openListener } from '../channels/email/inbound/listener.ts'
import type { Config } from '../config.ts'
import type { House } from '../context.ts'
import type { Log } from '../log.ts'
import { Refusal } from './refusal.ts'

type Inbound = NonNullable<Config['inbound']>

/** Reads the certificate of the port that takes mail; undefined without one. Throws a Refusal. */
export function readCertificate({ certificate, key }: Inbound): { cert: string; key: string } | undefined {
  if (certificate === undefined || key === undefined) return undefined
  try {
    const read = { cert: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') }
    createSecureContext(read)
    return read
  } catch (error) {
    throw new Refusal(
      `CHAPPE_INBOUND_CERTIFICATE and CHAPPE_INBOUND_KEY cannot be used: ${(error as Error).message}.`,
      { cause: error },
    )
  }
}

/**
 * Opens the port that takes mail. It runs in the worker: what comes back has no reader who waits, while whatever the
 * API's process does, a caller waits for; and mailboxes, the same mails by another way, are read there too.
 */
export async function openInbound(
  house: House,
  { inbound, publicUrl }: Pick<Config, 'inbound' | 'publicUrl'>,
  log: Log,
): Promise<Listener> {
  const { host, port } = inbound!
  const listener = await openListener({
    ...openInboundDesk(house, trackingTokens(house.secrets)),
    host,
    port,
    name: new URL(publicUrl).hostname,
    tls: readCertificate(inbound!),
    onError: (err) => log.error({ err }, 'A mail could not be taken; its sender comes back'),
  })
  log.info(`Takes bounces, complaints and unsubscriptions by mail on ${host}:${listener.port}.`)
  return listener
}
