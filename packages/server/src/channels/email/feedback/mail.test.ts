import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { describe, expect, test } from 'vitest'
import { judge } from './judge.ts'
import { judgeMail } from './mail.ts'
import { ofExim } from './testing/exim.ts'
import { report, sampleId, samples } from './testing/samples.ts'

const readMail = async (raw: string, key = 'mail:1') =>
  judgeMail(await PostalMime.parse(raw, { forceRfc822Attachments: true }), key)

describe('a mail that came back is read', () => {
  test.each(samples)('%s', async (_, raw, expected) => {
    const read = await readMail(raw)
    if ('kind' in expected) return expect(read).toEqual(expected)
    if (read.kind !== 'report') return expect(read).toEqual(expected)
    const { complaint, ...rest } = expected
    expect(read.notices).toEqual([
      expect.objectContaining({ kind: complaint ? 'complaint' : 'bounce', messageId: sampleId, ...rest }),
    ])
  })
})

test('a report of several recipients tells each that failed', async () => {
  const one = (address: string, action: string) =>
    `Final-Recipient: rfc822;${address}\nAction: ${action}\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 unknown\n`
  const status = [
    'Reporting-MTA: dns; x\n',
    one('A@x.example', 'failed'),
    one('b@x.example', 'relayed'),
    one('c@x.example', 'Failed'),
  ]
  const read = await readMail(report({ status: status.join('\n') }))
  expect(read.kind === 'report' && read.notices.map(({ address }) => address)).toEqual([
    'a@x.example',
    'c@x.example',
  ])
  expect(read.kind === 'report' && new Set(read.notices.map(({ key }) => key)).size).toBe(2)
})

test('a message that is not ours keeps no id', async () => {
  const original = 'Message-ID: <something-else@other.example>\nTo: jane@example.net'
  const status = 'Final-Recipient: rfc822; jane@example.net\nAction: failed\nStatus: 5.1.1\n'
  const read = await readMail(report({ status, original }))
  expect(read).toMatchObject({ notices: [{ messageId: null, bounce: 'hard' }] })
})

test('law: whatever comes in, nothing is thrown, and nobody is suppressed for what is ours to repair', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ maxLength: 400 }), async (text) => {
      await readMail(text)
      await readMail(report({ status: text }))
      await readMail(report({ type: 'feedback-report', status: text }))
    }),
    { numRuns: 60 },
  )
  const ours = fc.constantFrom(
    'relaying denied',
    'SPF check failed',
    'rejected by DMARC policy',
    'client host blocked using zen.spamhaus.org',
    'Helo command rejected: Host not found',
    'cannot find your reverse hostname',
  )
  const code = fc.constantFrom('550', '554', '450', '550 5.7.1', '550 5.1.1', '554 5.7.26', '501 5.5.4')
  fc.assert(
    fc.property(
      code,
      ours,
      fc.constantFrom(undefined, '5.1.1', '5.7.1', '4.0.0'),
      (number, words, status) => {
        expect(judge(status, `${number} ${words}`).bounce).toBe('config')
      },
    ),
  )
})

test('what a real server wrote about one of our messages leads to it, with and without what it returned', async () => {
  const told = { bounce: 'hard', reason: 'invalid-recipient', address: 'gone@example.net' }
  expect(await readMail(ofExim)).toMatchObject({ notices: [{ ...told, messageId: sampleId }] })
  const [shortened = ''] = ofExim.split('Content-type: message/rfc822')
  const known = '01970a3c-5d1e-7b2a-9c4d-0a1b2c3d4e02'
  const parsed = await PostalMime.parse(shortened, { forceRfc822Attachments: true })
  expect(judgeMail(parsed, 'mail:1', known)).toMatchObject({ notices: [{ ...told, messageId: known }] })
})
