import { type FakeMailbox, type FakeOptions, fakeMailbox, refuses } from './fake-mailbox.ts'

/** A POP3 server (RFC 1939): deletes when told QUIT, and at no other end. */
export const fakePop3 = (options: FakeOptions = {}): Promise<FakeMailbox> =>
  fakeMailbox(options, (box, { say, end, secure, misbehaves }) => {
    const inbox = box.folders.get('INBOX')!
    const session = [...inbox]
    const deleted = new Set<number>()
    const there = (number: string) => (deleted.has(Number(number)) ? undefined : session[Number(number) - 1])
    const stuffed = (raw: string) => raw.replace(/(^|\r\n)\./g, '$1..')
    return {
      greet: () => say('+OK fake ready\r\n'),
      hear(line) {
        const [verb = '', argument = ''] = line.split(' ')
        const command = verb.toUpperCase()
        if (misbehaves(command)) return
        if (refuses(options, command)) return say('-ERR not today\r\n')
        switch (command) {
          case 'STLS':
            if (options.tls !== 'starttls') return say('-ERR no such command\r\n')
            say('+OK begin\r\n')
            return secure()
          case 'USER':
            return say('+OK\r\n')
          case 'PASS': {
            const isRight = line.slice(5) === (options.password ?? 'secret')
            return say(isRight ? '+OK welcome\r\n' : '-ERR [AUTH] invalid credentials\r\n')
          }
          case 'STAT':
            return say(`+OK ${session.length} 0\r\n`)
          case 'UIDL': {
            const ids = session.map(({ uid }, n) => `${n + 1} box${uid}\r\n`)
            return say(`+OK\r\n${ids.filter((_, n) => !deleted.has(n + 1)).join('')}.\r\n`)
          }
          case 'RETR': {
            const mail = there(argument)
            return say(mail ? `+OK\r\n${stuffed(mail.raw)}\r\n.\r\n` : '-ERR no such message\r\n')
          }
          case 'DELE':
            deleted.add(Number(argument))
            return say('+OK\r\n')
          case 'QUIT':
            for (const number of deleted) inbox.splice(inbox.indexOf(session[number - 1]!), 1)
            say('+OK bye\r\n')
            return end()
          default:
            return say('-ERR no such command\r\n')
        }
      },
    }
  })
