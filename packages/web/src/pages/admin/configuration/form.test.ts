import { EmailSettings, type ProviderDescription } from '@chappe/core/configuration/schema'
import { expect, test } from 'vitest'
import { bodyOf, type ConfigurationForm, emptyForm, faultsIn, formOf, isSame } from './form.ts'

const smtp: ProviderDescription = {
  kind: 'smtp',
  channel: 'email',
  label: { en: 'SMTP relay', fr: 'Relais SMTP' },
  fields: [
    {
      name: 'port',
      type: 'integer',
      secret: false,
      required: false,
      multiline: false,
      default: 587,
      label: { en: 'Port', fr: 'Port' },
    },
    {
      name: 'password',
      type: 'string',
      secret: true,
      required: false,
      multiline: false,
      label: { en: 'Password', fr: 'Mot de passe' },
    },
  ],
}

const stored = {
  id: '01890000-0000-7000-8000-000000000000',
  name: 'relay',
  channel: 'email' as const,
  category: 'transactional' as const,
  status: 'active' as const,
  revision: 3,
  settings: EmailSettings.parse({ senderEmail: 'shop@example.com' }),
  provider: { kind: 'smtp', config: { host: 'relay.example.com', port: 25 }, secretsSet: ['password'] },
  createdAt: '2026-11-20T10:00:00Z',
  modifiedAt: '2026-11-20T10:00:00Z',
  modifiedBy: 'Claude',
  actions: ['deactivate' as const],
}

const withProvider = (form: ConfigurationForm, changes: Partial<ConfigurationForm['provider']>) => ({
  ...form,
  provider: { ...form.provider, ...changes },
})

test('a stored secret that nobody touches is not sent, so it stays', () => {
  expect(bodyOf(formOf(stored)).provider.config).toEqual({ host: 'relay.example.com', port: 25 })
})

test('a typed secret is sent, a forgotten one is sent empty', () => {
  const typed = withProvider(formOf(stored), { secrets: { password: 'hush', accessToken: '' } })
  expect(bodyOf(typed).provider.config).toMatchObject({ password: 'hush' })
  expect(bodyOf(typed).provider.config).not.toHaveProperty('accessToken')
  const forgotten = withProvider(formOf(stored), { forgotten: ['password'] })
  expect(bodyOf(forgotten).provider.config).toMatchObject({ password: '' })
})

test('a form is the same as another when what it would send is', () => {
  expect(isSame(formOf(stored), formOf({ ...stored, revision: 4 }))).toBe(true)
  expect(isSame(formOf(stored), withProvider(formOf(stored), { secrets: { password: 'x' } }))).toBe(false)
})

test('faults name the field that has them', () => {
  const form = emptyForm('smtp')
  expect(faultsIn(form, smtp)).toEqual({ name: 'name' })
  expect(
    faultsIn(
      {
        ...form,
        name: 'relay',
        settings: { ...form.settings, senderEmail: 'nobody', trackingOrigin: 'links', retryMinutes: 9 },
      },
      smtp,
    ),
  ).toEqual({
    'settings.senderEmail': 'email',
    'settings.trackingOrigin': 'origin',
    'settings.retryMinutes': 'retryShort',
  })
})

test('marketing messages are tried for longer than transactional ones', () => {
  const form = { ...emptyForm('smtp'), name: 'relay' }
  const short = { ...form, settings: { ...form.settings, retryMinutes: 60 } }
  expect(faultsIn(short, smtp)).toEqual({})
  expect(faultsIn({ ...short, category: 'marketing' }, smtp)).toEqual({
    'settings.retryMinutes': 'retryShort',
  })
})

test('a number of the provider that is none is a fault', () => {
  const form = withProvider({ ...emptyForm('smtp'), name: 'relay' }, { config: { port: Number.NaN } })
  expect(faultsIn(form, smtp)).toEqual({ 'provider.config.port': 'number' })
})
