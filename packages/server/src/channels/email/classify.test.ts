import { describe, expect, test } from 'vitest'
import { classify, enhancedStatus, type Step } from './classify.ts'
import { judge as judgeReport } from './feedback/judge.ts'
import { answers } from './testing/answers.ts'

const judge = (text: string, step: Step = 'rcpt') => {
  const { kind, reason, ...rest } = classify({ code: Number(text.slice(0, 3)), text }, step)
  return `${kind} ${reason} ${'bounce' in rest ? rest.bounce : 'counts' in rest ? rest.counts : ''}`
}

describe('a final no', () => {
  test.each<[string, string, Step?]>([
    ['550 5.1.1 User unknown', 'invalid-recipient hard'],
    ['553 5.1.3 Bad syntax', 'invalid-recipient hard'],
    ['556 5.1.10 Domain accepts no mail', 'invalid-recipient hard'],
    ['550 5.2.1 Mailbox disabled', 'invalid-recipient hard'],
    ['550 5.4.1 Recipient address rejected: Access denied', 'invalid-recipient hard'],
    ['550 No such user here', 'invalid-recipient hard'],
    ['550 5.5.0 Mailbox unavailable', 'invalid-recipient hard'],
    ['551 User not local', 'invalid-recipient hard'],
    ['550 Whatever', 'invalid-recipient hard'],
    ['552 5.2.2 Mailbox full', 'mailbox-full soft'],
    ['552 Exceeded storage allocation', 'mailbox-full soft'],
    ['554 5.2.2 Over quota', 'mailbox-full soft', 'message'],
    ['550 5.4.4 Unable to route', 'dns-failure soft'],
    ['550 5.4.7 Delivery time expired', 'soft-bounce soft'],
    ['550 5.7.1 Challenge-response: confirm you are a human', 'challenge-response soft'],
    ['554 5.7.1 Relay access denied', 'relaying-denied config'],
    ['550 Relaying denied', 'relaying-denied config'],
    ['550 5.7.515 Access denied, authentication level not met', 'authentication config', 'message'],
    ['550 5.7.26 Unauthenticated sender', 'authentication config', 'message'],
    ['554 5.7.1 Blocked by reputation', 'policy config'],
    ['550 Blocked, see blacklist', 'policy config'],
    ['553 5.1.8 Sender domain does not exist', 'policy config', 'mail'],
    ['550 Sender rejected', 'policy config', 'mail'],
    ['552 5.3.4 Message too big', 'size ignored', 'message'],
    ['552 Message size exceeds limit', 'size ignored', 'mail'],
    ['554 5.6.0 Bad MIME', 'content ignored', 'message'],
    ['554 Transaction failed', 'content ignored', 'message'],
    ['550 5.3.0 Something', 'system ignored'],
    ['502 5.5.1 Unknown command', 'system ignored', 'data'],
  ])('%s', (text, verdict, step) => expect(judge(text, step)).toBe(`refused ${verdict}`))
})

describe('not now', () => {
  test.each<[string, string, Step?]>([
    ['450 4.2.1 Mailbox busy', 'soft-bounce true'],
    ['452 4.2.2 Mailbox full', 'mailbox-full true'],
    ['451 4.4.1 No answer', 'soft-bounce true'],
    ['451 4.4.3 Directory failure', 'dns-failure true'],
    ['450 Mailbox unavailable', 'soft-bounce true'],
    ['452 Mailbox over quota', 'mailbox-full true'],
    ['450 4.2.0 Recipient rejected: Greylisted', 'throttled false'],
    ['451 4.7.1 Come back later', 'throttled false'],
    ['452 4.5.3 Too many recipients', 'throttled false'],
    ['452 4.3.1 Insufficient system storage', 'system false', 'message'],
    ['530 5.7.0 Must issue STARTTLS first', 'authentication false', 'mail'],
    ['530 Authentication required', 'authentication false', 'mail'],
    ['451 Local error', 'system false', 'message'],
    ['451 4.1.8 Sender domain not found', 'system false', 'mail'],
  ])('%s', (text, verdict, step) => expect(judge(text, step)).toBe(`deferred ${verdict}`))
})

test('an enhanced status counts only when it is of the class of its code', () => {
  expect(enhancedStatus({ code: 550, text: '550 5.1.1 no' })).toBe('5.1.1')
  expect(enhancedStatus({ code: 550, text: '550-5.7.515 a\n550 5.7.515 b' })).toBe('5.7.515')
  expect(enhancedStatus({ code: 550, text: '550 2.0.0 odd' })).toBeUndefined()
  expect(enhancedStatus({ code: 550, text: '550 5.1 no' })).toBeUndefined()
  expect(classify({ code: 550, text: '550 no' }, 'rcpt')).not.toHaveProperty('enhanced')
})

describe('what large mail systems answer', () => {
  test.each(answers)('%s: %s', (_, text, step, meaning) => {
    const outcome = classify({ code: Number(text.slice(0, 3)), text }, step)
    const told = 'bounce' in outcome ? outcome.bounce : outcome.counts ? 'counts' : ''
    expect(`${outcome.kind} ${told}`.trim()).toBe(meaning)
  })

  test.each(answers.filter(([, , , meaning]) => meaning.startsWith('refused')))(
    '%s: %s, means the same in a report',
    (_, text, __, meaning) => {
      const { bounce } = judgeReport(undefined, text.replaceAll('\n', ' '))
      const suppresses = (one: string) => (one === 'hard' || one === 'soft' ? one : 'nobody')
      expect(suppresses(bounce)).toBe(suppresses(meaning.replace('refused ', '')))
    },
  )
})
