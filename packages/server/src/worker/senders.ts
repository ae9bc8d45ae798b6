import { isEmailProvider, openEmailSender } from '../channels/email/index.ts'
import type { Env } from '../channels/provider.ts'
import type { House } from '../context.ts'
import * as inbox from '../store/inbox.ts'
import type { OpenSender } from './ports.ts'

/** Opens senders as the house runs them: the built-in inbox stores into the configuration's sandbox. */
export const senders =
  ({ db, now }: House, options: Pick<Env, 'allowPrivate' | 'dkimThread'>): OpenSender =>
  ({ sandboxId, kind, config }) => {
    if (!isEmailProvider(kind)) throw new Error(`There is no provider ${kind}`)
    return openEmailSender(kind, config, {
      ...options,
      now,
      deposit: (messages) => inbox.deposit(db, sandboxId, messages),
    })
  }
