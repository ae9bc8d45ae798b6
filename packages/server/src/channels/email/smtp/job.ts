import type { Outcome, Refused } from '../../outcome.ts'
import type { OutgoingMail } from '../../provider.ts'
import { type Address, parseAddress, spell } from '../address.ts'
import type { Abilities } from './connect.ts'

/** A mail on its way through the relay, from the batch to its one outcome. */
export class Job {
  readonly raw: Buffer
  /** Signature fields to stand before the message. */
  signature: Buffer | undefined
  /** `waiting` may still be taken back by an abort; `begun` runs to its outcome. */
  state: 'waiting' | 'begun' | 'settled' = 'waiting'
  /** True once it went back to the queue because its connection was lost before it. */
  moved = false

  private readonly from: Address | undefined
  private readonly recipient: Address | undefined
  private readonly blind: Address | undefined
  private readonly eightBit: boolean
  private readonly utf8: boolean
  private readonly isUnwanted: () => boolean
  private readonly tell: (outcome: Outcome) => void

  constructor(mail: OutgoingMail, tell: (outcome: Outcome) => void, isUnwanted: () => boolean = () => false) {
    this.isUnwanted = isUnwanted
    this.raw = mail.raw
    this.from = mail.envelopeFrom === '' ? nobody : parseAddress(mail.envelopeFrom)
    this.recipient = parseAddress(mail.to)
    this.blind = mail.bcc ? parseAddress(mail.bcc) : undefined
    this.utf8 = [this.from, this.recipient, this.blind].some((address) => address?.utf8)
    this.eightBit = mail.eightBit === true || this.utf8
    this.tell = tell
  }

  get to(): string {
    return spell(this.recipient!)
  }

  get copy(): string | undefined {
    return this.blind && spell(this.blind)
  }

  get size(): number {
    return this.raw.length + (this.signature?.length ?? 0)
  }

  octets(): Uint8Array[] {
    return this.signature ? [this.signature, this.raw] : [this.raw]
  }

  /** True once it is to be left unsent: an abort of its batch, or it is not wanted any more. */
  unwanted(): boolean {
    return this.isUnwanted()
  }

  /** The one outcome of this mail. */
  settle(outcome: Outcome): void {
    if (this.state === 'settled') return
    this.state = 'settled'
    this.tell(outcome)
  }

  /** Why no relay could take it: an envelope that is none. */
  malformed(): Refused | undefined {
    if (!this.recipient) return refused('invalid-recipient', 'hard', 'The recipient is not an email address')
    return this.from ? undefined : refused('policy', 'config', 'The sender is not an email address')
  }

  /** Why this relay cannot take it, known from what it announced. */
  unfit({ size, utf8, eightBit }: Abilities): Refused | undefined {
    if (size && this.size > size)
      return refused(
        'size',
        'ignored',
        `The message has ${this.size} octets; the relay takes ${size} (RFC 1870)`,
      )
    // RFC 6531 3.5 and RFC 6152 3: neither may be tried on a relay that does not offer it.
    if (this.utf8 && !utf8)
      return refused('content', 'ignored', 'The relay takes no addresses outside ASCII (SMTPUTF8)')
    if (this.eightBit && !eightBit)
      return refused('content', 'ignored', 'The relay takes no 8-bit messages (8BITMIME)')
    return undefined
  }

  /** The MAIL command with the parameters that the relay understands. */
  opening({ size }: Abilities): string {
    return (
      `MAIL FROM:<${this.from === nobody ? '' : spell(this.from!)}>` +
      (size === undefined ? '' : ` SIZE=${this.size}`) +
      (this.eightBit ? ' BODY=8BITMIME' : '') +
      (this.utf8 ? ' SMTPUTF8' : '')
    )
  }
}

/** The null reverse-path of RFC 5321 4.5.5. */
const nobody: Address = { local: '', domain: '', utf8: false }

const refused = (reason: Refused['reason'], bounce: Refused['bounce'], reply: string): Refused => ({
  kind: 'refused',
  reason,
  bounce,
  reply,
})
