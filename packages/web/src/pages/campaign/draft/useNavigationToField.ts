import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { CampaignSearch } from '../search.ts'
import { focusField } from './focus.ts'

/** Goes to the field that the address names, once it is on the screen, and takes it out of the address. */
export function useNavigationToField({ field, line, column }: CampaignSearch) {
  const navigate = useNavigate()
  useEffect(() => {
    if (field === undefined) return
    // Focus set while the page is still settling would be taken back by the page's own heading.
    const timer = setTimeout(() => {
      focusField(field, line === undefined ? undefined : { line, column: column ?? 1 })
      void navigate({
        to: '.',
        search: ({ field: _field, line: _line, column: _column, ...rest }) => rest,
        replace: true,
        resetScroll: false,
      })
    }, 150)
    return () => clearTimeout(timer)
  }, [field, line, column, navigate])
}
