import { fieldsOf } from './fields.ts'

const id = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}'
const own = new RegExp(`^${id}$`, 'i')
/** Our Message-IDs are `<message id>@<sender's domain>`. */
const inMessageId = new RegExp(`<?(${id})@[\\w.-]+>?`, 'i')
const inText = new RegExp(`(?:Message-ID:\\s*<|X-Chappe-Message:\\s*)(${id})(?:@[\\w.-]+>)?`, 'i')

const lower = (value: string | undefined) => value?.toLowerCase()

/** The message of ours that the header of a returned message names. */
export function messageIdIn(header: string): string | undefined {
  const fields = fieldsOf(header)
  const given = fields.get('x-chappe-message')?.[0]
  if (given && own.test(given)) return lower(given)
  for (const name of ['message-id', 'x-original-message-id', 'original-message-id'])
    for (const value of fields.get(name) ?? []) {
      const found = inMessageId.exec(value)?.[1]
      if (found) return lower(found)
    }
  return undefined
}

/** The same from a bare value, such as a provider's `smtp-id`, In-Reply-To or References. */
export const messageIdOfValue = (value: string | null | undefined): string | undefined =>
  lower(inMessageId.exec(value ?? '')?.[1] ?? (own.test(value ?? '') ? value! : undefined))

/** The same from a text that quotes a header somewhere, as reports without parts do. */
export const messageIdQuoted = (text: string): string | undefined =>
  lower(inText.exec(text.replace(/^[>| \t]+/gm, ''))?.[1])
