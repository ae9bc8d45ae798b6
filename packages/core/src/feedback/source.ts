import type { Mistake } from '../kit/problem.ts'

export const webhookKinds = ['ses', 'sendgrid', 'mailgun', 'postmark'] as const
export type WebhookKind = (typeof webhookKinds)[number]
export const mailboxKinds = ['imap', 'pop3'] as const
export type MailboxKind = (typeof mailboxKinds)[number]
/** Webhooks of providers, mail that we receive ourselves (`smtp`), and mailboxes that we read. */
export const sourceKinds = [...webhookKinds, 'smtp', ...mailboxKinds] as const
export type SourceKind = (typeof sourceKinds)[number]

/** One setting of a source, as a form asks for it. All values are texts. */
export interface SourceField {
  readonly name: string
  /** Sealed when it is stored, and never told again. */
  readonly secret: boolean
  /** Left out or empty, `standard` counts where there is one; without one it must be given, unless `optional`. */
  readonly standard?: string
  readonly optional?: true
  /** `addresses`: one or more email addresses, separated by commas. */
  readonly type?: 'text' | 'integer' | 'choice' | 'addresses'
  readonly options?: readonly string[]
  readonly range?: readonly [number, number]
  /** Of a secret: the settings that say to whom it is told. When one changes, the secret must be given again. */
  readonly toldTo?: readonly string[]
}

const text = (name: string, more: Partial<SourceField> = {}): SourceField => ({
  name,
  secret: false,
  ...more,
})
const choice = (name: string, options: readonly string[], standard: string): SourceField => ({
  name,
  secret: false,
  type: 'choice',
  options,
  standard,
})
const integer = (name: string, range: readonly [number, number], standard: string): SourceField => ({
  name,
  secret: false,
  type: 'integer',
  range,
  standard,
})

const connection = (port: string) => [
  text('host'),
  integer('port', [1, 65_535], port),
  choice('security', ['tls', 'starttls', 'none'], 'tls'),
  choice('verifyCertificate', ['yes', 'no'], 'yes'),
  text('username'),
  text('password', { secret: true, toldTo: ['host', 'port', 'security', 'verifyCertificate'] }),
]

/** What a source of each kind is set up with. */
export const sourceFields: Record<SourceKind, readonly SourceField[]> = {
  ses: [text('topicArn')],
  sendgrid: [text('publicKey')],
  mailgun: [text('signingKey', { secret: true })],
  postmark: [text('username'), text('password', { secret: true })],
  smtp: [text('addresses', { type: 'addresses' })],
  imap: [
    ...connection('993'),
    text('folder', { standard: 'INBOX' }),
    choice('after', ['seen', 'move', 'delete', 'keep'], 'seen'),
    text('moveTo', { optional: true }),
    integer('everyMinutes', [1, 1_440], '5'),
  ],
  pop3: [
    ...connection('995'),
    choice('after', ['keep', 'delete'], 'keep'),
    integer('everyMinutes', [1, 1_440], '5'),
  ],
}

const address = /^[^\s@,<>"]{1,64}@[^\s@,<>"]{1,253}$/

/** The addresses of a setting of that type, in lower case. */
export const addressesIn = (value: string): string[] =>
  value
    .split(',')
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== '')

function mistakeIn(field: SourceField, value: string): string | undefined {
  // A line end in a user name or a folder would begin a command of the writer's choice.
  if (/[\r\n\0]/.test(value) && !(field.name === 'publicKey')) return 'This setting is one line'
  switch (field.type) {
    case 'integer': {
      const [from, to] = field.range ?? [0, Number.MAX_SAFE_INTEGER]
      const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
      return number >= from && number <= to ? undefined : `A whole number from ${from} to ${to}`
    }
    case 'choice':
      return field.options?.includes(value) ? undefined : `One of ${field.options?.join(', ')}`
    case 'addresses': {
      const all = addressesIn(value)
      return all.length > 0 && all.length <= 20 && all.every((one) => address.test(one))
        ? undefined
        : 'One to twenty email addresses, separated by commas'
    }
    default:
      return undefined
  }
}

export type SourceSettings = Readonly<Record<string, string>>

/**
 * Reads what somebody gives for a source: every setting with its value, the standard one where none is given, or all
 * that is wrong. Blanks around a value do not count, but for secrets.
 */
export function readSourceSettings(
  kind: SourceKind,
  given: SourceSettings,
): { ok: true; settings: Record<string, string> } | { ok: false; mistakes: Mistake[] } {
  const fields = sourceFields[kind]
  const mistakes: Mistake[] = []
  const settings: Record<string, string> = {}
  const wrong = (name: string, detail: string) => mistakes.push({ pointer: `/config/${name}`, detail })
  for (const name of Object.keys(given))
    if (!fields.some((field) => field.name === name)) wrong(name, 'There is no such setting')
  for (const field of fields) {
    const raw = Object.hasOwn(given, field.name) ? given[field.name]! : ''
    const value = (field.secret ? raw : raw.trim()) || field.standard || ''
    if (value === '') {
      if (!field.optional) wrong(field.name, 'This setting is needed')
      continue
    }
    const mistake = mistakeIn(field, value)
    if (mistake) wrong(field.name, mistake)
    settings[field.name] = value
  }
  if (settings.after === 'move' && !settings.moveTo) wrong('moveTo', 'Say where mails are moved to')
  if (settings.after === 'move' && settings.moveTo && settings.moveTo === settings.folder)
    wrong('moveTo', 'Another folder than the one that is read')
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, settings }
}
