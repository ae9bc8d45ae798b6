import { useBlocker } from '@tanstack/react-router'
import { useConfirm } from '../../../parts/Confirm.tsx'
import { useText } from '../../../text.ts'

/** How long leaving may wait for a save that is slow, in milliseconds. */
const patience = 3_000

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
      if (current.pathname === next.pathname) return false
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
