import { addressesIn } from '@chappe/core/feedback/source'
import { Problem } from '@chappe/core/kit/problem'
import type { House } from '../context.ts'
import * as store from '../store/feedback-sources.ts'
import { take } from './returned-mail.ts'
import type { TrackingTokens } from './tracking.ts'

/** What becomes of mail that comes to us over SMTP. */
export interface InboundDesk {
  /** Whether mail to this address is taken: one of an active source's, without a mark or with one that we made. */
  knows(address: string): Promise<boolean>
  /**
   * Takes in what a mail says. `later`: it overtook the outcome of its message and is to come back; `unknown`: none of
   * its recipients is one of ours, any more.
   */
  take(mail: {
    readonly raw: Buffer
    readonly recipients: readonly string[]
  }): Promise<'taken' | 'later' | 'unknown'>
}

export function openInboundDesk(
  house: Pick<House, 'db' | 'now' | 'newId' | 'mail'>,
  tokens: Pick<TrackingTokens, 'read' | 'readReturnPath'>,
): InboundDesk {
  /** The sources of the address; none for a mark that is forged. */
  async function sourcesOf(address: string): Promise<store.SourceRow[]> {
    const path = tokens.readReturnPath(address)
    if (!path || path.message === 'forged') return []
    const all = await store.receiving(house.db)
    return all.filter(({ config }) => addressesIn(config.addresses ?? '').includes(path.mailbox))
  }

  return {
    knows: async (address) => (await sourcesOf(address)).length > 0,
    async take({ raw, recipients }) {
      const found = (await Promise.all(recipients.map(sourcesOf))).flat()
      if (found.length === 0) return 'unknown'
      try {
        await take(house, tokens, { raw, recipients }, found)
        return 'taken'
      } catch (error) {
        if (error instanceof Problem && error.type === 'server/unavailable') return 'later'
        throw error
      }
    },
  }
}
