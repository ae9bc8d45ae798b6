import { expect, test } from 'vitest'
import { mistakesIn } from './readiness.ts'
import { ConfigurationName, configurationLifecycle, configurationStatuses, EmailSettings } from './schema.ts'

const settings = (given: Partial<EmailSettings> = {}) => EmailSettings.parse(given)

test('settings have defaults that tell how an email is sent', () => {
  expect(settings()).toEqual({
    senderName: '',
    senderEmail: '',
    replyToName: '',
    replyToEmail: '',
    bccEmail: '',
    unsubscribeEmail: '',
    returnEmail: '',
    returnMarked: true,
    retryMinutes: 5040,
    trackingOrigin: '',
    seedList: [],
    executionField: 'personalEmail.address',
  })
})

test('every status of a configuration can be left', () => {
  for (const status of configurationStatuses)
    expect(configurationLifecycle.actionsFrom(status).length, status).toBe(1)
})

test.each([
  ['transactional', 9, ['/settings/retryMinutes']],
  ['transactional', 10, []],
  ['marketing', 359, ['/settings/retryMinutes']],
  ['marketing', 360, []],
] as const)(
  'a %s configuration that retries for %i minutes has the mistakes %j',
  (category, minutes, found) => {
    const given = { ...settings({ senderEmail: 'shop@example.com' }), retryMinutes: minutes }
    expect(mistakesIn(category, given, true).map(({ pointer }) => pointer)).toEqual(found)
  },
)

test('a sender is asked for when the configuration is to be used, not before', () => {
  expect(mistakesIn('transactional', settings(), false)).toEqual([])
  expect(mistakesIn('transactional', settings(), true)).toMatchObject([{ pointer: '/settings/senderEmail' }])
})

test.each(['shop', 'Shop_1.mail-eu'])('%s is a name', (name) => {
  expect(ConfigurationName.safeParse(name).success).toBe(true)
})
test.each(['', '1shop', 'my shop', 'café', '-x'])('"%s" is no name', (name) => {
  expect(ConfigurationName.safeParse(name).success).toBe(false)
})
