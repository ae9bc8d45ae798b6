import { useBlocker } from '@tanstack/react-router'
import { useText } from '../text.ts'
import { useConfirm } from './Confirm.tsx'

/** Asks before leaving the page, or closing it, while `unsaved` is true. */
export function useUnsavedGuard(unsaved: boolean) {
  const t = useText()
  const confirm = useConfirm()
  useBlocker({
    disabled: !unsaved,
    enableBeforeUnload: () => unsaved,
    shouldBlockFn: async ({ current, next }) => {
      if (current.pathname === next.pathname) return false
      return !(await confirm({
        title: t('common.unsaved.title'),
        body: t('common.unsaved.body'),
        action: t('common.unsaved.leave'),
        tone: 'warning',
      }))
    },
  })
}
