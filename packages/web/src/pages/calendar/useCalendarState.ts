import { isZone } from '@chappe/core/schedule/zones'
import { getRouteApi } from '@tanstack/react-router'
import { deviceTimeZone } from '../../parts/dates.ts'
import type { CalendarSearch } from './search.ts'

const route = getRouteApi('/app/campaigns/calendar')

/** The calendar's part of the address, and the way to change it. */
export function useCalendarState() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const change = (changes: CalendarSearch) =>
    void navigate({ search: (now) => ({ ...now, ...changes }), replace: true })
  const view = search.view ?? 'week'
  const zone = search.zone !== undefined && isZone(search.zone) ? search.zone : deviceTimeZone()
  return { search, change, view, zone }
}
