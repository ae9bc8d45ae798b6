import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createSecureContext, createServer as createTlsServer } from 'node:tls'
import { certificate } from './certificate.ts'
import { Relaying } from './relaying.ts'
import type { Act, FakeOptions, Moment, Received } from './script.ts'

export type FakeRelay = {
  readonly port: number
  /** Accepted messages, in order. */
  readonly mails: readonly Received[]
  /** Every command line of every connection. */
  readonly commands: readonly string[]
  /** What a client did that the RFCs forbid. */
  readonly violations: readonly string[]
  /** Connections so far. */
  connections(): number
  /** Connections open now. */
  open(): number
  close(): Promise<void>
}

/** A relay on loopback that does what its script says, and keeps to the RFCs where the script is silent. */
export async function fakeRelay(options: FakeOptions = {}): Promise<FakeRelay> {
  const sockets = new Set<Socket>()
  let connections = 0
  const log = { mails: [] as Received[], commands: [] as string[], violations: [] as string[] }
  const counts = new Map<Moment, number>()
  const decide = (moment: Moment, argument: string): Act | undefined => {
    const nth = (counts.get(moment) ?? 0) + 1
    counts.set(moment, nth)
    return options.script?.[moment]?.(argument, nth)
  }
  const greet = (socket: Socket) => {
    connections++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    new Relaying(socket, options, createSecureContext(certificate), log, decide)
  }
  const server = options.implicitTls
    ? createTlsServer(certificate, greet)
    : createServer({ noDelay: true }, greet)
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  return {
    ...log,
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    open: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
