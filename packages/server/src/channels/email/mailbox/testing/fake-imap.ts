import { type FakeMailbox, type FakeOptions, fakeMailbox, refuses } from './fake-mailbox.ts'

/** The part of an IMAP server (RFC 3501, RFC 6851, RFC 4315) that a reader of one folder needs. */
export const fakeImap = (options: FakeOptions = {}): Promise<FakeMailbox> =>
  fakeMailbox(options, (box, { say, end, secure, misbehaves }) => {
    let folder = ''
    let isSecure = options.tls === 'implicit'
    const capabilities = () =>
      `IMAP4rev1 UIDPLUS MOVE LITERAL+${options.tls === 'starttls' && !isSecure ? ' STARTTLS' : ''}`
    const mails = () => box.folders.get(folder) ?? []
    const named = (set: string) => {
      const last = mails().at(-1)?.uid ?? 0
      const ranges = set.split(',').map((part) => {
        const [from = 0, to] = part.split(':').map((end) => (end === '*' ? last : Number(end)))
        return [Math.min(from, to ?? from), Math.max(from, to ?? from)] as const
      })
      return mails().filter(({ uid }) => ranges.some(([from, to]) => uid >= from && uid <= to))
    }
    const drop = (uids: ReadonlySet<number>) => {
      const kept = mails().filter(({ uid }) => !uids.has(uid))
      mails().splice(0, mails().length, ...kept)
    }
    const unquoted = (text = '') => text.replace(/^"(.*)"$/, '$1').replace(/\\(.)/g, '$1')

    return {
      greet: () => say(`* OK [CAPABILITY ${capabilities()}] fake ready\r\n`),
      hear(line) {
        const words = line.match(/"(?:[^"\\]|\\.)*"|\([^)]*\)|\S+/g) ?? []
        const tag = words[0] ?? '*'
        const isUid = words[1]?.toUpperCase() === 'UID'
        const command = (isUid ? words[2] : words[1])?.toUpperCase() ?? ''
        const [first, second, third] = words.slice(isUid ? 3 : 2)
        const done = (text = 'done') => say(`${tag} OK ${text}\r\n`)
        if (misbehaves(command)) return
        if (refuses(options, command)) return say(`${tag} NO not today\r\n`)
        switch (command) {
          case 'CAPABILITY':
            say(`* CAPABILITY ${capabilities()}\r\n`)
            return done()
          case 'STARTTLS':
            done('begin')
            isSecure = true
            return secure()
          case 'LOGIN': {
            const isRight = unquoted(second) === (options.password ?? 'secret')
            return isRight ? done() : say(`${tag} NO [AUTHENTICATIONFAILED] invalid credentials\r\n`)
          }
          case 'LIST':
            // An empty name asks for the root (RFC 3501, section 6.3.8).
            if (unquoted(second) === '') say('* LIST (\\Noselect) "/" ""\r\n')
            for (const name of box.folders.keys())
              if (unquoted(first) + unquoted(second) === name) say(`* LIST () "/" "${name}"\r\n`)
            return done()
          case 'SELECT':
          case 'EXAMINE':
            folder = unquoted(first)
            if (!box.folders.has(folder)) return say(`${tag} NO [NONEXISTENT] no such mailbox\r\n`)
            say(`* FLAGS (\\Seen \\Deleted)\r\n* ${mails().length} EXISTS\r\n* 0 RECENT\r\n`)
            say(`* OK [UIDVALIDITY ${box.validity}] ids\r\n* OK [UIDNEXT 9999] next\r\n`)
            return done(command === 'EXAMINE' ? '[READ-ONLY] opened' : '[READ-WRITE] opened')
          case 'SEARCH': {
            const found = named(second ?? '1:*').map(({ uid }) => uid)
            say(`* SEARCH ${found.join(' ')}\r\n`)
            return done()
          }
          case 'FETCH':
            for (const { uid, raw } of named(first ?? '')) {
              const [, most = raw.length] = /<0\.(\d+)>/.exec(line) ?? []
              const part = raw.slice(0, Number(most))
              const n = mails().findIndex((one) => one.uid === uid) + 1
              say(`* ${n} FETCH (UID ${uid} BODY[]<0> {${part.length}}\r\n${part})\r\n`)
            }
            return done()
          case 'STORE':
            for (const { flags } of named(first ?? ''))
              for (const flag of third?.match(/\\\w+/g) ?? []) flags.add(flag)
            return done()
          case 'MOVE': {
            const target = box.folders.get(unquoted(second))
            if (!target) return say(`${tag} NO [TRYCREATE] no such mailbox\r\n`)
            const moved = named(first ?? '')
            target.push(...moved)
            drop(new Set(moved.map(({ uid }) => uid)))
            return done()
          }
          case 'EXPUNGE':
            drop(new Set(mails().flatMap(({ uid, flags }) => (flags.has('\\Deleted') ? uid : []))))
            return done()
          case 'LOGOUT':
            say('* BYE bye\r\n')
            done()
            return end()
          case 'NOOP':
          case 'ID':
          case 'ENABLE':
            return done()
          default:
            return say(`${tag} BAD no such command\r\n`)
        }
      },
    }
  })
