import type { MessageId } from '../../../messages/index.ts'
import type { Words } from '../../../text.ts'

type Reason = Extract<MessageId, `imports.reason.${string}`>

/** The server's sentences about lines, and ours for them; what is in brackets gets the names. */
const sentences: readonly (readonly [RegExp, Reason, ...names: string[]])[] = [
  [/^Is no email address$/, 'imports.reason.noAddress'],
  [/^Is longer than (\d+) characters$/, 'imports.reason.tooLong', 'most'],
  [/^Write a telephone number as \+/, 'imports.reason.phone'],
  [/^Is no telephone number of 8 to 15 digits/, 'imports.reason.phone'],
  [/^Is a national number, and/, 'imports.reason.callingCode'],
  [/^Must be (?:yes or no|true or false)$/, 'imports.reason.boolean'],
  [/^Must be a whole number$/, 'imports.reason.integer'],
  [/^Must be a number$/, 'imports.reason.number'],
  [/^Must be a date like/, 'imports.reason.date'],
  [/^Must be an instant like/, 'imports.reason.instant'],
  [/^Must be a(?: JSON|n) array/, 'imports.reason.array'],
  [/^Must be a text$/, 'imports.reason.text'],
  [/^Must be an object$/, 'imports.reason.object'],
  [/^Must be one of (.+)$/s, 'imports.reason.options', 'options'],
  [/^Must be inside an object/, 'imports.reason.inside'],
  [/^Is required$/, 'imports.reason.required'],
  [/^Has no (\S+), so that it leads to nobody$/, 'imports.reason.nobody', 'identity'],
  [/^The identities lead to different profiles$/, 'imports.reason.different'],
  [/^Another profile has the (\S+) (.+)$/s, 'imports.reason.other', 'namespace', 'value'],
  [/^A profile is there, and only new ones/, 'imports.reason.there'],
  [/^Has (\d+) cells, and the file has (\d+) columns$/, 'imports.reason.cells', 'cells', 'columns'],
  [/^A quote is opened and not closed$/, 'imports.reason.quote'],
  [/^Text stands after a closing quote/, 'imports.reason.afterQuote'],
  [/^The line is longer than (\d+) MB$/, 'imports.reason.lineTooLong', 'most'],
  [/^The line has more than (\d+) cells$/, 'imports.reason.tooManyCells', 'most'],
  [/^The line is not in the encoding of the file/, 'imports.reason.encoding'],
  [/^Holds the character U\+0000/, 'imports.reason.unstorable'],
  [/^Is not JSON$/, 'imports.reason.json'],
]

/** Why a line was left out, in the reader's language where we have the words, else as the server says it. */
export function sayReason(t: Words, reason: string): { text: string; lang?: 'en' } {
  for (const [pattern, id, ...names] of sentences) {
    const parts = pattern.exec(reason)
    if (parts) return { text: t(id, Object.fromEntries(names.map((name, n) => [name, parts[n + 1] ?? '']))) }
  }
  return { text: reason, lang: 'en' }
}
