import { useBlocker } from '@tanstack/react-router'
import { useConfirm } from '../../../parts/Confirm.tsx'
import { useText } from '../../../text.ts'
import type { CampaignSearch } from '../search.ts'

/** How long leaving may wait for a save that is slow, in milliseconds. */
const patience = 3_000

interface Place {
  readonly pathname: string
  readonly search: unknown
}

/** A campaign's draft and what is live of it have one address, and `view` between them. */
const viewOf = ({ search }: Place) => (search as CampaignSearch).view

const isSamePlace = (current: Place, next: Place): boolean =>
  current.pathname === next.pathname && (viewOf(next) !== 'live' || viewOf(current) === 'live')

/**
 * Leaving saves first. Only what could not be saved (no connection, a conflict, a refused value) makes us ask;
 * a window that is closed can only be asked about by the browser.
 */
export function useLeaveGuard(unsaved: boolean, save: () => Promise<boolean>) {
  const t = useText()
  const confirm = useConfirm()
  useBlocker({
    disabled: !unsaved,
    enableBeforeUnload: () => {
      if (unsaved) void save()
      return unsaved
    },
    shouldBlockFn: async ({ current, next }) => {
      if (isSamePlace(current, next)) return false
      const tooLong = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), patience))
      if (await Promise.race([save(), tooLong])) return false
      return !(await confirm({
        title: t('common.unsaved.title'),
        body: t('common.unsaved.body'),
        action: t('common.unsaved.leave'),
        tone: 'warning',
      }))
    },
  })
}
