import { EmailContent } from '@chappe/core/campaign/schema'
import { expect, test } from 'vitest'
import { formOf, isEmpty, replaced, withoutCompiled } from './shape.ts'

const content = (given: Partial<EmailContent>) => EmailContent.parse(given)
const design = { version: 1 as const, sections: [] }

test('a subject alone is no content yet; a design is, even an empty one', () => {
  expect(isEmpty(content({ subject: 'Hello' }))).toBe(true)
  expect(isEmpty(content({ html: ' \n' }))).toBe(true)
  expect(isEmpty(content({ text: 'Hello' }))).toBe(false)
  expect(isEmpty(EmailContent.parse({ design }))).toBe(false)
  expect([formOf(content({})), formOf(EmailContent.parse({ design }))]).toEqual(['code', 'design'])
})

test('beginning keeps the subject that is written; replacing takes the new one, unless it has none', () => {
  const template = content({ subject: 'Welcome', html: '<p>Welcome</p>' })
  expect(replaced(content({ subject: 'Mine' }), template).subject).toBe('Mine')
  expect(replaced(content({ subject: 'Mine', html: '<p>Mine</p>' }), template)).toEqual(template)
  expect(replaced(content({ subject: 'Mine', html: '<p>Mine</p>' }), content({ html: 'x' })).subject).toBe(
    'Mine',
  )
})

test('the HTML that the server made of a design is no difference; HTML written by hand is', () => {
  const designed = EmailContent.parse({ design, html: '<html>made</html>' })
  expect(withoutCompiled(designed)).toEqual({ ...designed, html: '' })
  const written = content({ html: '<p>x</p>' })
  expect(withoutCompiled(written)).toBe(written)
})
