import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { certificate } from '../testing/certificate.ts'
import { type Listener, type ListenerOptions, openListener, type ReceivedMail } from './listener.ts'
import { Rate } from './rate.ts'
import { type Caller, call } from './testing/caller.ts'

const listeners: Listener[] = []
const callers: Caller[] = []
afterEach(async () => {
  for (const caller of callers.splice(0)) caller.hangUp()
  for (const listener of listeners.splice(0)) await listener.close()
})

async function aListener(given: Partial<ListenerOptions> = {}) {
  const taken: ReceivedMail[] = []
  const errors: Error[] = []
  const listener = await openListener({
    host: '127.0.0.1',
    port: 0,
    name: 'mail.shop.example',
    knows: async (address) => address === 'bounces@shop.example',
    take: async (mail) => {
      taken.push(mail)
      return 'taken'
    },
    onError: (error) => void errors.push(error),
    ...given,
  })
  listeners.push(listener)
  const dial = async () => {
    const caller = await call(listener.port)
    callers.push(caller)
    return caller
  }
  return { taken, errors, dial, listener }
}

/** Says a whole mail; answers what each step was answered. */
async function mail(caller: Caller, to = 'bounces@shop.example', body = 'Subject: x\r\n\r\n..dot\r\n') {
  const said = [await caller.say('MAIL FROM:<>'), await caller.say(`RCPT TO:<${to}>`)]
  if (!said[1]!.startsWith('250')) return said
  said.push(await caller.say('DATA'))
  caller.blurt(`${body}.\r\n`)
  return [...said, await caller.hear()]
}
const codes = (said: string[]) => said.map((line) => line.slice(0, 3))

test('a mail is said to be taken once it is safe, and not before', async () => {
  let safe = () => {}
  let asked = () => {}
  const begun = new Promise<void>((resolve) => {
    asked = resolve
  })
  const heard: ReceivedMail[] = []
  const { dial } = await aListener({
    take: (given) => {
      heard.push(given)
      asked()
      return new Promise((resolve) => {
        safe = () => resolve('taken')
      })
    },
  })
  const caller = await dial()
  expect(await caller.say('EHLO mx.example')).toMatch(/^250/)
  let answered = false
  const sending = mail(caller).finally(() => {
    answered = true
  })
  await begun
  expect(answered).toBe(false)
  safe()
  expect(codes(await sending)).toEqual(['250', '250', '354', '250'])
  expect(heard).toEqual([
    { raw: Buffer.from('Subject: x\r\n\r\n.dot\r\n'), recipients: ['bounces@shop.example'] },
  ])
})

test.each(['', 'QUIT\r\n'])(
  'whoever says all at once (%j) and closes its side hears what became of the mail',
  async (last) => {
    let safe = () => {}
    let asked = () => {}
    const begun = new Promise<void>((resolve) => {
      asked = resolve
    })
    const { dial } = await aListener({
      take: () => {
        asked()
        return new Promise((resolve) => {
          safe = () => resolve('taken')
        })
      },
    })
    const caller = await dial()
    await caller.say('EHLO mx.example')
    await caller.say('MAIL FROM:<>')
    await caller.say('RCPT TO:<bounces@shop.example>')
    await caller.say('DATA')
    caller.blurt(`Subject: x\r\n\r\nx\r\n.\r\n${last}`)
    caller.halfClose()
    await begun
    await new Promise((resolve) => setTimeout(resolve, 50))
    safe()
    expect(await caller.hear()).toMatch(/^250/)
    if (last !== '') expect(await caller.hear()).toMatch(/^221/)
    expect(await caller.hear()).toBe('')
    const another = await dial()
    another.halfClose()
    expect(await another.hear()).toBe('')
  },
)

test('nobody’s mail is refused, and nobody signs in: it relays nothing', async () => {
  const { dial, taken } = await aListener()
  const caller = await dial()
  expect(await caller.say('EHLO mx.example')).not.toMatch(/AUTH|STARTTLS/)
  for (const to of ['somebody@else.example', 'bounces@else.example', 'bounces%else.example@shop.example'])
    expect((await mail(caller, to)).at(-1)).toMatch(/^550 5\.1\.1 /)
  expect(await caller.say('DATA')).toMatch(/^503/)
  for (const command of ['AUTH PLAIN AGEAYg==', 'VRFY bounces', 'EXPN all', 'STARTTLS'])
    expect(await caller.say(command)).toMatch(/^5/)
  expect(await caller.say('RSET')).toMatch(/^250/)
  expect(codes(await mail(caller)).at(-1)).toBe('250')
  expect(taken).toHaveLength(1)
})

test.each([
  ['is to come back', async () => 'later' as const, /^451 4/],
  ['meets a bug or a database that is away', () => Promise.reject(new Error('away')), /^451 4/],
  ['is nobody’s any more', async () => 'unknown' as const, /^550 5/],
])('a mail that %s is answered so, and the connection goes on', async (_, take, expected) => {
  const { dial, errors } = await aListener({ take })
  const caller = await dial()
  await caller.say('EHLO mx.example')
  expect((await mail(caller)).at(-1)).toMatch(expected)
  expect((await mail(caller)).at(-1)).toMatch(expected)
  expect(errors.every(({ message }) => message === 'away')).toBe(true)
})

test('whoever cannot be asked about a recipient is asked again later', async () => {
  const { dial } = await aListener({ knows: () => Promise.reject(new Error('away')) })
  const caller = await dial()
  await caller.say('EHLO mx.example')
  expect((await mail(caller)).at(-1)).toMatch(/^451/)
})

test('a mail too large is refused, before or after it came; of a long one the beginning is looked at', async () => {
  const { dial, taken } = await aListener({ limits: { size: 4_000, kept: 100 } })
  const caller = await dial()
  expect(await caller.say('EHLO mx.example')).toMatch(/^250/)
  expect(await caller.say('MAIL FROM:<> SIZE=5000')).toMatch(/^552 5\.3\.4/)
  const line = `${'x'.repeat(70)}\r\n`
  expect((await mail(caller, undefined, line.repeat(80))).at(-1)).toMatch(/^552/)
  expect(taken).toEqual([])
  expect((await mail(caller, undefined, line.repeat(10))).at(-1)).toMatch(/^250/)
  expect(taken[0]!.raw).toHaveLength(100)
})

test('recipients, connections and mails a minute are limited, and nothing is lost by it: they come back', async () => {
  const limits = { recipients: 2, connectionsPerAddress: 2, mailsPerMinuteAndAddress: 30 }
  const { dial } = await aListener({ limits })
  const [first, second] = [await dial(), await dial()]
  expect(await first.say('EHLO mx.example')).toMatch(/^250/)
  expect(await second.say('EHLO mx.example')).toMatch(/^250/)
  const third = await call((listeners[0] as Listener).port)
  callers.push(third)
  expect(await third.hear()).toBe('')
  second.hangUp()

  const say = (line: string) => first.say(line)
  expect(await say('MAIL FROM:<>')).toMatch(/^250/)
  const to = 'RCPT TO:<bounces@shop.example>'
  expect(await say(to)).toMatch(/^250/)
  await say('RSET')
  expect(await say('MAIL FROM:<>')).toMatch(/^250/)
  await say('RSET')
  expect(await say('MAIL FROM:<>')).toMatch(/^250/)
  await say('RSET')
  expect(await say('MAIL FROM:<>')).toMatch(/^451 4/)
})

test('what is limited a minute flows on as time passes, for each name by itself', () => {
  let now = 0
  const rate = new Rate(60, () => now)
  const burst = (name: string) => Array.from({ length: 10 }, () => rate.passes(name)).filter(Boolean).length
  expect([burst('a'), burst('a'), burst('b')]).toEqual([6, 0, 6])
  now += 2_000
  expect(burst('a')).toBe(2)
  now += 3_600_000
  expect(burst('a')).toBe(6)
})

test('with a certificate it offers STARTTLS', async () => {
  const { dial, taken } = await aListener({ tls: certificate })
  const caller = await dial()
  await caller.say('EHLO mx.example')
  expect(await caller.say('STARTTLS')).toMatch(/^220/)
  await caller.secure()
  await caller.say('EHLO mx.example')
  expect(codes(await mail(caller))).toEqual(['250', '250', '354', '250'])
  expect(taken).toHaveLength(1)
})

test('law: whatever is said to it, it lives and takes the next mail', async () => {
  const { dial, errors, taken } = await aListener()
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 60 }),
          fc.constantFrom(
            'EHLO x',
            'MAIL FROM:<>',
            'RCPT TO:<bounces@shop.example>',
            'DATA',
            '.',
            'QUIT',
            'RSET',
            'BDAT 5 LAST',
          ),
        ),
        { maxLength: 12 },
      ),
      async (lines) => {
        const caller = await dial()
        for (const line of lines) caller.blurt(`${line}\r\n`)
        caller.hangUp()
      },
    ),
    { numRuns: 40 },
  )
  const caller = await dial()
  await caller.say('EHLO mx.example')
  expect(codes(await mail(caller)).at(-1)).toBe('250')
  expect(taken.length).toBeGreaterThan(0)
  expect(errors).toEqual([])
})
