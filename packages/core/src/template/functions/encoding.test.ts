import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodingFunctions } from './encoding.ts'
import { casesOf, rendered } from './testing.ts'

const cases = casesOf(encodingFunctions, {
  urlEncode: [
    ['urlEncode("é &/?=\'(")', '%C3%A9%20%26%2F%3F%3D%27%28'],
    ['urlEncode(context.half)', '%EF%BF%BD'],
    ['urlEncode(null)', ''],
    ['urlEncode(1)', '1'],
  ],
  urlDecode: [
    ['urlDecode("100%")', '100%'],
    ['urlDecode("a+b")', 'a b'],
    ['urlDecode(null)', ''],
    ['urlDecode(1)', '1'],
  ],
  getUrlProtocol: [
    ['getUrlProtocol("/a")', ''],
    ['getUrlProtocol(null)', ''],
    ['getUrlProtocol(12)', ''],
  ],
  getUrlHost: [
    ['getUrlHost("https://ann:x@example.com?a#b")', 'example.com'],
    ['getUrlHost("mailto:ann@example.com")', ''],
    ['getUrlHost(null)', ''],
    ['getUrlHost(12)', ''],
  ],
  getUrlPath: [
    ['getUrlPath("https://example.com")', ''],
    ['getUrlPath(null)', ''],
    ['getUrlPath(12)', '12'],
  ],
  encode64: [
    ['encode64("a")', 'YQ=='],
    ['encode64("ab")', 'YWI='],
    ['encode64("")', ''],
    ['encode64(context.half)', '77+9'],
    ['encode64(null)', ''],
    ['encode64(12)', 'MTI='],
  ],
  // RFC 1321, A.5.
  md5: [
    ['md5("")', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['md5("a")', '0cc175b9c0f1b6a831c399e269772661'],
    ['md5("message digest")', 'f96b697d7cb7938d525a2f31aaf161d0'],
    [
      'md5("12345678901234567890123456789012345678901234567890123456789012345678901234567890")',
      '57edf4a22be3c955ac49da2e2107b67a',
    ],
    ['md5("été")', 'deaf6a1e9612a4d8c221e68ee23d58d2'],
    ['md5(null)', ''],
    ['md5(12)', 'c20ad4d76fe97759aa27a0c99bff6710'],
  ],
})

describe.each(cases)('%s', (_, rows) => {
  test.each(rows)('%s is %j', (call, printed) => {
    expect(rendered(call)).toBe(printed)
  })
})

test('what is encoded for an address decodes to itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const scope = { context: { text } }
      expect(rendered('urlDecode(urlEncode(context.text)) = context.text', scope)).toBe('true')
    }),
  )
})
