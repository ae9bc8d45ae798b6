import { afterEach, describe, expect, test } from 'vitest'
import { mailboxes } from './index.ts'
import { type Mailbox, MailboxError, type MailboxSettings } from './mailbox.ts'
import { fakeImap } from './testing/fake-imap.ts'
import type { FakeMailbox, FakeOptions } from './testing/fake-mailbox.ts'
import { fakePop3 } from './testing/fake-pop3.ts'

const kinds = { imap: fakeImap, pop3: fakePop3 }
const open = mailboxes({ allowPrivate: true })
/** For servers that never answer. */
const hasty = mailboxes({ allowPrivate: true, patience: { connect: 400, answer: 400 } })
const mails = [
  'Subject: one\r\n\r\n.dotted\r\n..\r\n',
  'Subject: two\r\n\r\ntwo\r\n',
  'Subject: three\r\n\r\nö\r\n',
]

const boxes: FakeMailbox[] = []
afterEach(async () => {
  for (const box of boxes.splice(0)) await box.close()
})

describe.each(['imap', 'pop3'] as const)('a mailbox over %s', (kind) => {
  const aBox = async (options: FakeOptions = {}) => {
    const box = await kinds[kind]({ mails, ...options })
    boxes.push(box)
    return box
  }
  const settings = ({ port }: { port: number }, given: Partial<MailboxSettings> = {}): MailboxSettings => ({
    host: '127.0.0.1',
    port,
    security: 'none',
    verifyCertificate: true,
    username: 'bounces',
    password: 'secret',
    folder: 'INBOX',
    after: 'keep',
    moveTo: '',
    ...given,
  })
  const failure = (attempt: Promise<unknown>) =>
    attempt.then(
      () => 'nothing went wrong',
      (error: unknown) => (error instanceof MailboxError ? `${error.why}: ${error.message}` : error),
    )
  const readAll = async (box: Mailbox) => {
    const ids = await box.list(0)
    const raws = []
    for (const id of ids) raws.push((await box.fetch(id, 1_000))?.toString('latin1').trimEnd())
    return { ids, raws }
  }

  test.each([undefined, 1, 3, 7])(
    'is read octet for octet, cut by the network into pieces of %s',
    async (piece) => {
      const fake = await aBox(piece === undefined ? {} : { piece })
      const box = await open(kind, settings(fake))
      expect(box.total).toBe(3)
      const { ids, raws } = await readAll(box)
      expect(raws).toEqual(mails.map((raw) => raw.trimEnd()))
      expect(await box.fetch(ids[0]!, 9)).toEqual(Buffer.from('Subject: '))
      await box.putAway(ids)
      await box.end()
      expect(fake.folders.get('INBOX')).toHaveLength(3)
      expect(fake.folders.get('INBOX')!.every(({ flags }) => flags.size === 0)).toBe(true)
    },
  )

  test('what was read is deleted when that is asked for, and nothing else', async () => {
    const fake = await aBox()
    const box = await open(kind, settings(fake, { after: 'delete' }))
    const [first, , third] = await box.list(0)
    await box.putAway([first!, third!])
    await box.end()
    expect(fake.folders.get('INBOX')!.map(({ raw }) => raw)).toEqual([mails[1]])
  })

  test('opened to be looked at, nothing in it changes', async () => {
    const fake = await aBox()
    const box = await open(kind, settings(fake, { after: 'delete' }), { readOnly: true })
    expect((await readAll(box)).raws).toHaveLength(3)
    await box.end()
    expect(fake.folders.get('INBOX')!.map(({ flags }) => flags.size)).toEqual([0, 0, 0])
  })

  test('a wrong password is told as such, and never told', async () => {
    const fake = await aBox({ password: 'another' })
    const told = await failure(open(kind, settings(fake)))
    expect(told).toMatch(/^refused: The server did not let bounces in: .*invalid credentials/)
    expect(told).not.toMatch(/secret|another/)
  })

  const commands = { imap: ['SELECT', 'SEARCH', 'FETCH'], pop3: ['USER', 'PASS', 'STAT', 'UIDL', 'RETR'] }[
    kind
  ]
  test.each(
    ['connect', ...commands].flatMap((command) => [
      [command, 'drop'] as const,
      [command, 'hang'] as const,
      [command, 'garbage'] as const,
    ]),
  )(
    'a server that at %s does this: %s, is given up with a sentence, and let go',
    async (command, mischief) => {
      const fake = await aBox({ script: (at) => (at === command ? mischief : undefined) })
      const reading = async () => {
        const box = await hasty(kind, settings(fake))
        await readAll(box)
      }
      expect(await failure(reading())).toMatch(/^(unreachable|refused): /)
      await expect.poll(() => fake.open()).toBe(0)
    },
  )

  test('nobody there is told', async () => {
    const fake = await aBox()
    await fake.close()
    expect(await failure(open(kind, settings(fake)))).toMatch(
      /^unreachable: 127\.0\.0\.1:\d+ could not be read/,
    )
  })

  test('a mailbox in a private network is not read unless the operator allows it', async () => {
    const fake = await aBox()
    const guarded = mailboxes({ allowPrivate: false })
    for (const host of ['127.0.0.1', 'localhost'])
      expect(await failure(guarded(kind, settings(fake, { host })))).toMatch(/private address/)
    expect(fake.commands).toEqual([])
  })

  test('TLS is from the first octet or by STARTTLS, with a certificate that is right unless that is waived', async () => {
    const implicit = await aBox({ tls: 'implicit' })
    expect(await failure(open(kind, settings(implicit, { security: 'tls' })))).toMatch(
      /certificate|self.signed/,
    )
    const waived = { verifyCertificate: false }
    const box = await open(kind, settings(implicit, { security: 'tls', ...waived }))
    expect((await readAll(box)).raws).toHaveLength(3)
    await box.end()

    const later = await aBox({ tls: 'starttls' })
    expect(await failure(open(kind, settings(later, { security: 'starttls' })))).toMatch(/^unreachable/)
    expect(later.commands.join()).not.toContain('secret')
    const upgraded = await open(kind, settings(later, { security: 'starttls', ...waived }))
    expect((await readAll(upgraded)).raws).toHaveLength(3)
    await upgraded.end()
  })

  test('without STARTTLS where it is asked for, no password is said', async () => {
    const fake = await aBox()
    expect(await failure(open(kind, settings(fake, { security: 'starttls' })))).toMatch(
      /^(unreachable|refused)/,
    )
    expect(fake.commands.join()).not.toContain('secret')
  })

  test('whoever stops waits for no server', async () => {
    const fake = await aBox({ script: (at) => (at === 'connect' ? 'hang' : undefined) })
    const stop = new AbortController()
    const opening = failure(open(kind, settings(fake), { signal: stop.signal }))
    await expect.poll(() => fake.open()).toBe(1)
    stop.abort()
    expect(await opening).toMatch(/^unreachable/)
  })
})

describe('a folder over IMAP', () => {
  const settings = (port: number, given: Partial<MailboxSettings>): MailboxSettings => ({
    host: '127.0.0.1',
    port,
    security: 'none',
    verifyCertificate: true,
    username: 'bounces',
    password: 'secret',
    folder: 'INBOX',
    after: 'seen',
    moveTo: '',
    ...given,
  })
  const aBox = async (options: FakeOptions = {}) => {
    const box = await fakeImap({ mails, ...options })
    boxes.push(box)
    return box
  }

  test('what was read is marked as seen or moved, and what comes later has a higher number', async () => {
    const fake = await aBox()
    fake.folders.set('Done', [])
    const box = await open('imap', settings(fake.port, {}))
    expect(box.validity).toBe('7')
    expect(await box.list(1)).toEqual(['2', '3'])
    expect(await box.list(3)).toEqual([])
    await box.putAway(['1', '3'])
    await box.end()
    expect(fake.folders.get('INBOX')!.map(({ flags }) => [...flags])).toEqual([['\\Seen'], [], ['\\Seen']])
    const mover = await open('imap', settings(fake.port, { after: 'move', moveTo: 'Done' }))
    await mover.putAway(['2'])
    await mover.end()
    expect(fake.folders.get('Done')!.map(({ uid }) => uid)).toEqual([2])
  })

  test('a folder that is not there is told by name, to read from and to move to', async () => {
    const fake = await aBox()
    await expect(open('imap', settings(fake.port, { folder: 'Nowhere' }))).rejects.toThrow(
      /folder Nowhere could not be opened/,
    )
    const box = await open('imap', settings(fake.port, { after: 'move', moveTo: 'Nowhere' }))
    await expect(box.putAway(['1'])).rejects.toThrow(/moved to Nowhere/)
  })
})
