import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeAhead, MimeWriter } from './quoted-printable.ts'

/** A decoder written from RFC 2045 6.7 alone. */
function decode(encoded: string): string {
  const octets: number[] = []
  const body = encoded.replace(/[ \t]+(?=\r\n|$)/g, '').replaceAll('=\r\n', '')
  for (let i = 0; i < body.length; i++) {
    if (body[i] === '=') {
      expect(body.slice(i + 1, i + 3)).toMatch(/^[0-9A-F]{2}$/)
      octets.push(Number.parseInt(body.slice(i + 1, i + 3), 16))
      i += 2
    } else octets.push(body.charCodeAt(i))
  }
  return Buffer.from(octets).toString()
}

const canonical = (text: string) => Buffer.from(text.replace(/\r\n|\r|\n/g, '\r\n')).toString()

const awkward = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(' ', '\t', '\n', '\r\n', '=', '.', 'From ', 'é', '😀', '\ud800', 'a'),
    maxLength: 200,
  }),
  fc.string({ unit: 'grapheme', maxLength: 120 }),
)
const pieces = fc.array(fc.record({ text: awkward, ahead: fc.boolean() }), { maxLength: 12 })

function write(pieces: readonly { text: string; ahead: boolean }[]): string {
  const writer = new MimeWriter(1)
  for (const { text, ahead } of pieces) {
    if (ahead) writer.encoded(encodeAhead(text))
    else writer.text(text)
  }
  writer.endText()
  return writer.take().toString('latin1')
}

test('texts encoded ahead and texts encoded now decode to what was written, in any mixture', () => {
  fc.assert(
    fc.property(pieces, (pieces) => {
      expect(decode(write(pieces))).toBe(pieces.map(({ text }) => canonical(text)).join(''))
    }),
    { numRuns: 500 },
  )
})

test('every encoded line is short, printable, without trailing space, and never begins with a dot or From', () => {
  fc.assert(
    fc.property(pieces, (pieces) => {
      for (const line of write(pieces).split('\r\n')) {
        expect(line).toMatch(/^[\t -~]{0,76}$/)
        expect(line).not.toMatch(/[ \t]$|^\.|^From /)
      }
    }),
    { numRuns: 500 },
  )
})

test('the octets of one character are never parted by a soft line break', () => {
  for (let column = 60; column < 80; column++) {
    const encoded = write([{ text: `${'x'.repeat(column)}é😀`, ahead: false }])
    expect(encoded.replace('=\r\n', '|')).toMatch(/^x+\|?x*\|?=C3=A9\|?=F0=9F=98=80$/)
  }
})
