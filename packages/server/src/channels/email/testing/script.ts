import type { Socket } from 'node:net'

/** Where in a dialogue a script may speak. `body`: once octets of a message come in, before the last of them. */
export type Moment =
  | 'connect'
  | 'ehlo'
  | 'helo'
  | 'starttls'
  | 'auth'
  | 'mail'
  | 'rcpt'
  | 'data'
  | 'body'
  | 'message'
  | 'rset'
  | 'quit'

/**
 * What the relay does there: says something, says it and leaves, says it later, leaves, falls silent, or stops
 * reading altogether.
 */
export type Act =
  | string
  | { readonly say: string; readonly leave: true }
  | { readonly say: string; readonly after: number }
  | 'drop'
  | 'hang'
  | 'deaf'

/** `nth` counts the moment over the whole relay, from 1. Undefined: what a friendly relay does. */
export type Script = Partial<Record<Moment, (argument: string, nth: number) => Act | undefined>>

export type FakeOptions = {
  readonly script?: Script
  /** Keywords for EHLO; PIPELINING, 8BITMIME and SMTPUTF8 unless given. STARTTLS and AUTH really work. */
  readonly offers?: readonly string[]
  /** TLS from the first octet. */
  readonly implicitTls?: boolean
  /** Any free one unless given. */
  readonly port?: number
  readonly username?: string
  readonly password?: string
}

export type Received = {
  readonly from: string
  readonly to: readonly string[]
  /** Parameters of MAIL, such as `SIZE=120`. */
  readonly parameters: readonly string[]
  readonly raw: string
  readonly connection: Socket
  readonly secure: boolean
  /** Who signed in on this connection. */
  readonly user: string | undefined
}
