import { openImap } from './imap.ts'
import type { MailboxEnv, OpenMailbox } from './mailbox.ts'
import { openPop3 } from './pop3.ts'

export { type Mailbox, MailboxError, type OpenMailbox, readMailboxSettings } from './mailbox.ts'

/** Opens mailboxes as the house lets connections go out. */
export const mailboxes =
  (env: MailboxEnv): OpenMailbox =>
  (kind, settings, opening = {}) =>
    kind === 'imap' ? openImap(settings, env, opening) : openPop3(settings, env, opening)
