import type { Category } from '@chappe/core/campaign/schema'
import { mistakesIn } from '@chappe/core/configuration/readiness'
import {
  type ChannelConfiguration,
  ConfigurationName,
  EmailSettings,
  mostSeeds,
  type ProviderDescription,
} from '@chappe/core/configuration/schema'

export type Setting = string | number | boolean

/** A configuration as it stands in the form. Secrets are what was typed: nothing means "as it was". */
export interface ConfigurationForm {
  name: string
  category: Category
  settings: EmailSettings
  provider: {
    kind: string
    config: Readonly<Record<string, Setting>>
    secrets: Readonly<Record<string, string>>
    /** Stored secrets to forget. */
    forgotten: readonly string[]
  }
}

export const emptyForm = (kind: string): ConfigurationForm => ({
  name: '',
  category: 'transactional',
  settings: EmailSettings.parse({}),
  provider: providerForm(kind),
})

/** The provider's part after another one was chosen: nothing of the former one fits. */
export const providerForm = (kind: string): ConfigurationForm['provider'] => ({
  kind,
  config: {},
  secrets: {},
  forgotten: [],
})

const isSetting = (entry: [string, unknown]): entry is [string, Setting] =>
  ['string', 'number', 'boolean'].includes(typeof entry[1])

export const formOf = ({ name, category, settings, provider }: ChannelConfiguration): ConfigurationForm => ({
  name,
  category,
  settings,
  provider: {
    ...providerForm(provider.kind),
    config: Object.fromEntries(Object.entries(provider.config).filter(isSetting)),
  },
})

/** What goes to the server. A secret is sent only when it was typed, or empty when it is to be forgotten. */
export function bodyOf({ name, category, settings, provider }: ConfigurationForm) {
  const forgotten = Object.fromEntries(provider.forgotten.map((secret) => [secret, '']))
  const typed = Object.fromEntries(Object.entries(provider.secrets).filter(([, value]) => value !== ''))
  return {
    name,
    category,
    settings,
    provider: { kind: provider.kind, config: { ...provider.config, ...forgotten, ...typed } },
  }
}

export const isSame = (a: ConfigurationForm, b: ConfigurationForm): boolean =>
  JSON.stringify(a) === JSON.stringify(b)

export type Fault =
  | 'name'
  | 'email'
  | 'origin'
  | 'retryShort'
  | 'retryLong'
  | 'required'
  | 'number'
  | 'seed'
  | 'seedsMany'

const faultOfSetting: Partial<Record<keyof EmailSettings, Fault>> = {
  senderEmail: 'email',
  replyToEmail: 'email',
  bccEmail: 'email',
  unsubscribeEmail: 'email',
  returnEmail: 'email',
  trackingOrigin: 'origin',
}

/** What is wrong in the form before the server is asked, by field (`settings.senderEmail`). */
export function faultsIn(
  form: ConfigurationForm,
  provider: ProviderDescription | undefined,
): Record<string, Fault> {
  const faults: Record<string, Fault> = {}
  if (!ConfigurationName.safeParse(form.name).success) faults.name = 'name'
  const settings = EmailSettings.safeParse(form.settings)
  for (const { path } of settings.error?.issues ?? []) {
    const field = String(path[0]) as keyof EmailSettings
    const tooLong = field === 'retryMinutes' && form.settings.retryMinutes > 60
    const ofSeeds = form.settings.seedList.length > mostSeeds ? 'seedsMany' : 'seed'
    faults[`settings.${field}`] =
      field === 'seedList' ? ofSeeds : (faultOfSetting[field] ?? (tooLong ? 'retryLong' : 'retryShort'))
  }
  for (const { pointer } of mistakesIn(form.category, form.settings, false))
    faults[pointer.slice(1).replaceAll('/', '.')] ??= 'retryShort'
  for (const field of provider?.fields ?? []) {
    const value = form.provider.config[field.name] ?? field.default
    if (field.type === 'integer' && value !== undefined && !Number.isInteger(value))
      faults[`provider.config.${field.name}`] = 'number'
  }
  return faults
}
