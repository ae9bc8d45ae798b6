import type { EmailContent } from '@chappe/core/campaign/schema'

/** How the body of an email is written. */
export type Form = 'design' | 'code'

export const formOf = ({ design }: Pick<EmailContent, 'design'>): Form =>
  design === null ? 'code' : 'design'

/** Whether nothing is written yet but, perhaps, a subject. */
export const isEmpty = ({ design, html, text }: EmailContent): boolean =>
  design === null && html.trim() === '' && text.trim() === ''

/** The content with another in its place. Beginning with nothing, what is already written as subject stays. */
export function replaced(before: EmailContent, content: EmailContent): EmailContent {
  const keep = (part: 'subject' | 'preheader') =>
    content[part].trim() === '' || (isEmpty(before) && before[part].trim() !== '')
      ? before[part]
      : content[part]
  return { ...content, subject: keep('subject'), preheader: keep('preheader') }
}

/**
 * Content as it is compared and sent. The HTML of a design is the server's to make: what it made of an earlier
 * one is no difference between two people's work.
 */
export const withoutCompiled = (content: EmailContent): EmailContent =>
  content.design === null ? content : { ...content, html: '' }
