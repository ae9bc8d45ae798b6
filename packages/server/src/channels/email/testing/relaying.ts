import type { Socket } from 'node:net'
import { type SecureContext, TLSSocket } from 'node:tls'
import type { Act, FakeOptions, Moment, Received } from './script.ts'

type Log = { mails: Received[]; commands: string[]; violations: string[] }

const defaultOffers = ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES']

/** One connection of the fake relay: a strict reader of RFC 5321, 2920, 3030, 3207 and 4954. */
export class Relaying {
  private socket: Socket
  private readonly options: FakeOptions
  private readonly context: SecureContext
  private readonly log: Log
  private readonly decide: (moment: Moment, argument: string) => Act | undefined

  private input = Buffer.alloc(0)
  private busy = false
  private silent = false
  private secure: boolean
  private user: string | undefined
  private awaiting: 'command' | 'data' | 'chunk' | ((line: string) => Promise<void>) = 'command'
  private chunk = { left: 0, last: false }
  private begun = false
  private from: string | undefined
  private parameters: string[] = []
  private to: string[] = []
  private body: Buffer[] = []

  constructor(
    socket: Socket,
    options: FakeOptions,
    context: SecureContext,
    log: Log,
    decide: (moment: Moment, argument: string) => Act | undefined,
  ) {
    this.socket = socket
    this.options = options
    this.context = context
    this.log = log
    this.decide = decide
    this.secure = options.implicitTls === true
    this.listen()
    void this.act('connect', '', '220 relay.example ESMTP ready')
  }

  private listen(): void {
    this.socket.on('error', () => this.socket.destroy())
    this.socket.on('data', (octets: Buffer) => {
      this.input = Buffer.concat([this.input, octets])
      void this.read()
    })
  }

  private async read(): Promise<void> {
    if (this.busy) return
    this.busy = true
    let commands = 0
    while (!this.silent && !this.socket.destroyed && this.input.length > 0) {
      if (this.awaiting === 'chunk') await this.readChunk()
      else if (this.awaiting === 'data') {
        if (!(await this.readData())) break
      } else {
        const end = this.input.indexOf('\r\n')
        if (end < 0) break
        const line = this.input.toString('utf8', 0, end)
        this.input = this.input.subarray(end + 2)
        if (++commands > 1 && !this.offers('PIPELINING'))
          this.log.violations.push(`pipelined without being asked: ${line}`)
        if (typeof this.awaiting === 'function') await this.awaiting(line)
        else await this.command(line)
      }
    }
    this.busy = false
  }

  private offers = (keyword: string): boolean =>
    (this.options.offers ?? defaultOffers).some((offer) => offer.startsWith(keyword))

  private async command(line: string): Promise<void> {
    this.log.commands.push(line)
    const [verb = '', ...rest] = line.split(' ')
    const argument = rest.join(' ')
    switch (verb.toUpperCase()) {
      case 'EHLO':
        return this.act(
          'ehlo',
          argument,
          ['relay.example', ...this.announced()]
            .map((each, i, all) => `250${i < all.length - 1 ? '-' : ' '}${each}`)
            .join('\r\n'),
        )
      case 'HELO':
        return this.act('helo', argument, '250 relay.example')
      case 'STARTTLS':
        return this.act('starttls', argument, '220 2.0.0 Go ahead', () => this.startTls())
      case 'AUTH':
        return this.signIn(argument)
      case 'MAIL':
        return this.mail(argument)
      case 'RCPT':
        return this.rcpt(argument)
      case 'DATA':
        if (this.to.length === 0) return this.say('503 5.5.1 Need RCPT')
        return this.act('data', argument, '354 Go on', () => {
          this.awaiting = 'data'
        })
      case 'BDAT':
        this.chunk = { left: Number(rest[0]), last: rest[1] === 'LAST' }
        this.awaiting = 'chunk'
        return this.chunk.left === 0 ? this.readChunk() : undefined
      case 'RSET':
        return this.act('rset', argument, '250 2.0.0 Ok', () => this.forget())
      case 'QUIT':
        return this.act('quit', argument, { say: '221 2.0.0 Bye', leave: true })
      default:
        return this.say('502 5.5.1 Not known here')
    }
  }

  private announced(): string[] {
    const offers = this.options.offers ?? defaultOffers
    return this.secure ? offers.filter((offer) => offer !== 'STARTTLS') : [...offers]
  }

  private async mail(argument: string): Promise<void> {
    const read = /^FROM:<([^>]*)>(.*)$/i.exec(argument)
    if (!read) return this.say('501 5.5.4 Syntax')
    if (this.from !== undefined) {
      this.log.violations.push('nested MAIL')
      return this.say('503 5.5.1 Nested MAIL')
    }
    return this.act('mail', argument, '250 2.1.0 Ok', () => {
      this.from = read[1]!
      this.parameters = read[2]!.trim().split(' ').filter(Boolean)
    })
  }

  private async rcpt(argument: string): Promise<void> {
    const to = /^TO:<([^>]+)>$/i.exec(argument)?.[1]
    if (to === undefined) return this.say('501 5.5.4 Syntax')
    if (this.from === undefined) return this.say('503 5.5.1 Need MAIL')
    return this.act('rcpt', to, '250 2.1.5 Ok', () => {
      this.to.push(to)
    })
  }

  private async readData(): Promise<boolean> {
    const empty = this.input.toString('latin1', 0, 3) === '.\r\n'
    const end = empty ? 0 : this.input.indexOf('\r\n.\r\n')
    await this.midBody()
    if (end < 0 || this.silent || this.socket.destroyed) return false
    const text = this.input.toString('latin1', 0, empty ? 0 : end + 2)
    this.input = this.input.subarray(empty ? 3 : end + 5)
    this.body.push(Buffer.from(text.replace(/(^|\n)\./g, '$1'), 'latin1'))
    this.awaiting = 'command'
    await this.message()
    return true
  }

  private async readChunk(): Promise<void> {
    const { chunk } = this
    const taken = this.input.subarray(0, chunk.left)
    this.input = this.input.subarray(taken.length)
    chunk.left -= taken.length
    this.body.push(Buffer.from(taken))
    await this.midBody()
    if (chunk.left > 0 || this.silent || this.socket.destroyed) return
    this.awaiting = 'command'
    if (this.to.length === 0) {
      this.body = []
      this.begun = false
      await this.say(this.from === undefined ? '503 5.5.1 Need MAIL' : '554 5.5.1 No valid recipients')
    } else if (chunk.last) await this.message()
    else await this.say('250 2.0.0 Ok')
  }

  /** Once per message, at its first octets. */
  private async midBody(): Promise<void> {
    if (this.begun) return
    this.begun = true
    const act = this.decide('body', '')
    if (act !== undefined) await this.perform(act)
  }

  private async message(): Promise<void> {
    const mail: Received = {
      from: this.from!,
      to: this.to,
      parameters: this.parameters,
      raw: Buffer.concat(this.body).toString(),
      connection: this.socket,
      secure: this.secure,
      user: this.user,
    }
    this.forget()
    await this.act('message', mail.to[0]!, `250 2.0.0 Ok: queued as Q${this.log.mails.length + 1}`, () => {
      this.log.mails.push(mail)
    })
  }

  private forget(): void {
    this.from = undefined
    this.to = []
    this.body = []
    this.begun = false
  }

  private async signIn(argument: string): Promise<void> {
    const [mechanism, initial = ''] = argument.split(' ')
    const decoded = (text: string) => Buffer.from(text, 'base64').toString()
    const judge = (user: string, password: string) => {
      const right = user === this.options.username && password === this.options.password
      if (right) this.user = user
      return this.act('auth', mechanism!, right ? '235 2.7.0 Welcome' : '535 5.7.8 Wrong name or password')
    }
    if (mechanism === 'PLAIN') {
      const [, user = '', password = ''] = decoded(initial).split('\0')
      return judge(user, password)
    }
    if (mechanism === 'XOAUTH2') {
      const [user = '', bearer = ''] = decoded(initial).split('\x01')
      const token = bearer.slice('auth=Bearer '.length)
      if (token === this.options.password) return judge(user.slice('user='.length), token)
      this.next(() => judge('', ''))
      return this.say(`334 ${Buffer.from('{"status":"400"}').toString('base64')}`)
    }
    this.next((user) => {
      this.next((password) => judge(decoded(user), decoded(password)))
      return this.say('334 UGFzc3dvcmQ6')
    })
    return this.say('334 VXNlcm5hbWU6')
  }

  private next(hear: (line: string) => Promise<void>): void {
    this.awaiting = (line) => {
      this.awaiting = 'command'
      return hear(line)
    }
  }

  private startTls(): void {
    this.socket.removeAllListeners('data')
    this.socket = new TLSSocket(this.socket, { isServer: true, secureContext: this.context })
    this.secure = true
    this.forget()
    this.listen()
  }

  /**
   * What the script says for this moment, or what a friendly relay does; `follow` when that was a yes. A relay that
   * leaves or falls silent after a whole message has taken it: the worst case for who sent it.
   */
  private async act(moment: Moment, argument: string, friendly: Act, follow?: () => void): Promise<void> {
    const act = this.decide(moment, argument) ?? friendly
    const said = typeof act === 'string' ? act : act.say
    const yes = /^[23]/.test(said) || (moment === 'message' && (act === 'drop' || act === 'hang'))
    if (moment !== 'starttls' && yes) follow?.()
    await this.perform(act)
    if (moment === 'starttls' && yes) follow?.()
  }

  private async perform(act: Act): Promise<void> {
    if (act === 'hang' || act === 'deaf') this.silent = true
    if (act === 'deaf') this.socket.pause()
    if (act === 'hang' || act === 'deaf') return
    if (act === 'drop') this.socket.destroy()
    else if (typeof act === 'string') await this.say(act)
    else {
      if ('after' in act) await new Promise((resolve) => setTimeout(resolve, act.after))
      await this.say(act.say)
      if ('leave' in act) {
        this.silent = true
        this.socket.destroySoon()
      }
    }
  }

  private async say(text: string): Promise<void> {
    if (!this.socket.destroyed && !this.socket.writableEnded) this.socket.write(`${text}\r\n`)
  }
}
