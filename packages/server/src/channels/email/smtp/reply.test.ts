import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Reply } from '../classify.ts'
import { dotStuffed } from './dot-stuffing.ts'
import { ReplyReader } from './reply.ts'

function read(chunks: readonly Buffer[]): Reply[] {
  const reader = new ReplyReader()
  const replies: Reply[] = []
  for (const chunk of chunks) reader.feed(chunk, (reply) => replies.push(reply))
  return replies
}

/** Cuts octets at any places. */
const cut = (octets: Buffer, at: readonly number[]): Buffer[] => {
  const places = [0, ...at.map((each) => each % (octets.length + 1)).sort((a, b) => a - b), octets.length]
  return places.slice(1).map((place, i) => octets.subarray(places[i], place))
}

test('replies are the same however their octets arrive', () => {
  const said = '250-relay.example\r\n250-SIZE 1000\r\n250 SMTPUTF8 é\r\n354\r\n550 5.1.1 日本\n421 bye\r\n'
  const replies = [
    { code: 250, text: '250-relay.example\n250-SIZE 1000\n250 SMTPUTF8 é' },
    { code: 354, text: '354' },
    { code: 550, text: '550 5.1.1 日本' },
    { code: 421, text: '421 bye' },
  ]
  fc.assert(
    fc.property(fc.array(fc.nat()), (at) => {
      expect(read(cut(Buffer.from(said), at))).toEqual(replies)
    }),
  )
})

test.each(['hello\r\n', '25\r\n', '999 x\r\n', '250x\r\n', '\r\n', '250'.padEnd(70_000, ' ')])(
  '%j is not SMTP',
  (said) => expect(() => read([Buffer.from(said)])).toThrow(SyntaxError),
)

/** What a receiver makes of the octets after DATA (RFC 5321 4.5.2). */
function received(sent: string): string {
  const end = sent.startsWith('.\r\n') ? 0 : sent.indexOf('\r\n.\r\n') + 2
  expect(sent.slice(end)).toBe('.\r\n')
  return sent.slice(0, end).replace(/(^|\r\n)\./g, '$1')
}

test('a receiver takes the dots away that were added, and finds the end only at the end', () => {
  const line = fc.string({ unit: fc.constantFrom('.', 'a', ' ') })
  const text = fc.array(line).map((lines) => lines.map((each) => `${each}\r\n`).join(''))
  fc.assert(
    fc.property(text, fc.array(fc.nat(), { maxLength: 3 }), (text, at) => {
      const sent = Buffer.concat(dotStuffed(cut(Buffer.from(text), at))).toString()
      expect(received(sent)).toBe(text)
    }),
  )
})

test('a message without a last line end is given one, and bare line feeds end nothing', () => {
  expect(Buffer.concat(dotStuffed([Buffer.from('a')])).toString()).toBe('a\r\n.\r\n')
  expect(Buffer.concat(dotStuffed([Buffer.from('a\n.\r\nMAIL')])).toString()).toBe('a\n..\r\nMAIL\r\n.\r\n')
})
