import type { FeedbackSource } from '@chappe/core/api/feedback-sources'
import {
  mailboxKinds,
  readSourceSettings,
  type SourceField,
  type SourceKind,
  sourceFields,
  webhookKinds,
} from '@chappe/core/feedback/source'

export const isMailbox = (kind: SourceKind): boolean => mailboxKinds.some((one) => one === kind)
export const isWebhook = (kind: SourceKind): boolean => webhookKinds.some((one) => one === kind)

/** A source as it stands in the form: every setting by name, the secret ones empty until they are given. */
export interface SourceForm {
  readonly kind: SourceKind
  readonly name: string
  readonly config: Readonly<Record<string, string>>
}

export const emptyForm = (kind: SourceKind, name = ''): SourceForm => ({
  kind,
  name,
  config: Object.fromEntries(sourceFields[kind].map((field) => [field.name, field.standard ?? ''])),
})

export const formOf = ({ kind, name, config }: FeedbackSource): SourceForm => ({
  kind,
  name,
  config: { ...emptyForm(kind).config, ...config },
})

/** The settings that the form asks for: where mails go only when they are moved. */
export const fieldsOf = ({ kind, config }: SourceForm): readonly SourceField[] =>
  sourceFields[kind].filter(({ name }) => name !== 'moveTo' || config.after === 'move')

/** What the server is asked to keep; empty settings are left out, so that what is standard or stored stands. */
export const configOf = (form: SourceForm): Record<string, string> =>
  Object.fromEntries(
    fieldsOf(form)
      .map(({ name, secret }) => {
        const value = form.config[name] ?? ''
        return [name, secret ? value : value.trim()] as const
      })
      .filter(([, value]) => value !== ''),
  )

export type Fault = 'required' | 'range' | 'addresses' | 'moveTo' | 'other'

/**
 * What is wrong with the settings before the server is asked, by name. Of a stored source, secrets may stay empty
 * unless they would be told to somebody else.
 */
export function faultsIn(form: SourceForm, stored?: FeedbackSource): Partial<Record<string, Fault>> {
  const config = configOf(form)
  const kept = stored ? keptSecrets(form, stored) : []
  const read = readSourceSettings(form.kind, {
    ...config,
    ...Object.fromEntries(kept.map((name) => [name, 'kept'])),
  })
  if (read.ok) return {}
  return Object.fromEntries(
    read.mistakes.map(({ pointer }) => {
      const name = pointer.replace('/config/', '')
      return [
        name,
        faultOf(
          sourceFields[form.kind].find((field) => field.name === name),
          config[name] ?? '',
        ),
      ]
    }),
  )
}

function keptSecrets(form: SourceForm, { config: before }: FeedbackSource): string[] {
  const now = configOf(form)
  return fieldsOf(form)
    .filter(({ name, secret, toldTo = [] }) => {
      const isAsBefore = toldTo.every((one) => (now[one] ?? '') === (before[one] ?? ''))
      return secret && !now[name] && isAsBefore
    })
    .map(({ name }) => name)
}

function faultOf(field: SourceField | undefined, value: string): Fault {
  if (value === '') return 'required'
  if (field?.type === 'integer') return 'range'
  if (field?.type === 'addresses') return 'addresses'
  return field?.name === 'moveTo' ? 'moveTo' : 'other'
}

/** The port that goes with the encryption, where the port was the usual one of the other. */
export function withSecurity(form: SourceForm, security: string): SourceForm {
  const ports = usualPorts[form.kind]
  const config: Record<string, string> = { ...form.config, security }
  if (!ports || !Object.values(ports).includes(config.port ?? '')) return { ...form, config }
  return { ...form, config: { ...config, port: security === 'tls' ? ports.tls : ports.plain } }
}

/** RFC 8314, section 7: implicit TLS has ports of its own. */
const usualPorts: Partial<Record<SourceKind, { tls: string; plain: string }>> = {
  imap: { tls: '993', plain: '143' },
  pop3: { tls: '995', plain: '110' },
}

/** Where a source listens or reads, in one line. */
export function whereOf({ kind, url, config }: FeedbackSource): string {
  if (url !== null) return url
  if (kind === 'smtp') return config.addresses ?? ''
  const { username = '', host = '', folder } = config
  return [`${username} · ${host}`, ...(folder ? [folder] : [])].join(' · ')
}
