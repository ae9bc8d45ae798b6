import { parseAddress, spell } from '../address.ts'
import { encodedWords } from './encoded-word.ts'

export type Mailbox = { readonly name?: string; readonly address: string }

const fieldName = /^[!-9;-~]{1,76}$/
const controls = /[\p{Cc}\u2028\u2029]+/gu
const asciiOnly = /^[ -~]*$/
const phraseOfAtoms = /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+( [A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+)*$/

/** Line length that RFC 5322 2.1.1 asks for; 998 is what it allows. */
const comfortable = 78
const hardLimit = 998

/** Fields that the message makes itself; as extra headers they would stand twice or forge the route. */
const reserved = new Set(
  `bcc cc content-transfer-encoding content-type date dkim-signature from list-unsubscribe list-unsubscribe-post
   message-id mime-version received reply-to return-path sender subject to x-chappe-message`.split(/\s+/),
)

/** A line end inside a value would begin a header of the writer's choice: controls become one space. */
const tame = (text: string): string => text.replace(controls, ' ')

/** An unstructured field (RFC 5322 2.2.1), encoded and folded as its text needs, ended by CRLF. */
export function unstructured(name: string, value: string): string {
  const text = tame(value)
  const line = name.length + 2 + text.length
  if (!needsEncoding(text)) return line <= comfortable ? `${name}: ${text}\r\n` : fold(name, text)
  return `${name}: ${encodedWords(text, name.length + 2)}\r\n`
}

// Spaces in a row and at the ends do not survive every parser; `=?` would be taken for an encoded-word.
const needsEncoding = (text: string): boolean =>
  !asciiOnly.test(text) ||
  text.includes('=?') ||
  /^ | $| {2}/.test(text) ||
  (text.length > 900 && /\S{900}/.test(text))

function fold(name: string, text: string): string {
  let out = `${name}:`
  let column = out.length
  let begun = false
  for (const token of text.split(' ')) {
    if (begun && column + 1 + token.length > comfortable) {
      out += '\r\n'
      column = 0
    }
    out += ` ${token}`
    column += 1 + token.length
    begun = true
  }
  return `${out}\r\n`
}

/**
 * An address field with one mailbox.
 * @throws TypeError when the address is none (`parseAddress` tells beforehand)
 */
export function mailbox(name: string, { name: display = '', address }: Mailbox): string {
  const parsed = parseAddress(address)
  if (!parsed) throw new TypeError(`Not an email address: ${JSON.stringify(address)}`)
  const phrase = phraseOf(tame(display).trim(), name.length + 2)
  if (phrase === '') return `${name}: ${spell(parsed)}\r\n`
  const angle = `<${spell(parsed)}>`
  const column = phrase.length - phrase.lastIndexOf('\n') - 1 + (phrase.includes('\n') ? 0 : name.length + 2)
  return `${name}: ${phrase}${column + 1 + angle.length > comfortable ? '\r\n' : ''} ${angle}\r\n`
}

function phraseOf(display: string, column: number): string {
  if (display.length > 60 || !asciiOnly.test(display) || display.includes('=?'))
    return encodedWords(display, column)
  return display === '' || phraseOfAtoms.test(display) ? display : `"${display.replace(/["\\]/g, '\\$&')}"`
}

/**
 * Extra headers as given by a configuration or a caller.
 * @throws TypeError for a name that is none, or that the message makes itself
 */
export function extra(headers: Readonly<Record<string, string>>): string {
  let out = ''
  for (const [name, value] of Object.entries(headers)) {
    if (!fieldName.test(name)) throw new TypeError(`Not a header name: ${JSON.stringify(name)}`)
    if (reserved.has(name.toLowerCase()))
      throw new TypeError(`The header ${name} is made by the message itself`)
    out += unstructured(name, value)
  }
  return out
}

let written = { second: Number.NaN, field: '' }

/** `Date` in UTC (RFC 5322 3.3). Many messages are made within its one second. */
export function dateField(date: Date): string {
  const second = Math.floor(date.getTime() / 1000)
  if (second !== written.second)
    written = { second, field: `Date: ${date.toUTCString().slice(0, -3)}+0000\r\n` }
  return written.field
}

/**
 * `Message-ID`, given as `left@right`, with or without its angle brackets (RFC 5322 3.6.4).
 * @throws TypeError when it is not of that form
 */
export function messageIdField(id: string): string {
  const bare = id.startsWith('<') && id.endsWith('>') ? id.slice(1, -1) : id
  if (!/^[^\s<>@\p{Cc}]+@[^\s<>@\p{Cc}]+$/u.test(bare) || !asciiOnly.test(bare) || bare.length > 900)
    throw new TypeError(`Not a Message-ID: ${JSON.stringify(id)}`)
  return `Message-ID: <${bare}>\r\n`
}

export type Unsubscribe = { readonly url: string; readonly mailto?: string }

/**
 * One-click unsubscription (RFC 2369, RFC 8058), by URL and, when given, also by a mailto URL.
 * RFC 8058 promises one click over https only; an http URL serves trials on one's own machine.
 * @throws TypeError for any other scheme and for characters that no URL has
 */
export function unsubscribeFields({ url, mailto }: Unsubscribe): string {
  if (!/^https?:\/\/[!-;=?-~]+$/.test(url) || url.length > hardLimit - 40)
    throw new TypeError(`Not an unsubscription URL: ${JSON.stringify(url)}`)
  if (mailto !== undefined && !/^mailto:[!-;=?-~]+$/.test(mailto))
    throw new TypeError(`Not a mailto URL: ${JSON.stringify(mailto)}`)
  const both = mailto === undefined ? `<${url}>` : `<${url}>,\r\n <${mailto}>`
  return `List-Unsubscribe: ${both}\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n`
}
