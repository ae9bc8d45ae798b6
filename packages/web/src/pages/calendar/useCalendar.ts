import { getCalendar, listExternalCalendars, listExternalEvents } from '@chappe/core/api/calendar'
import { calendarRange } from '@chappe/core/schedule/calendar/range'
import { dayOf, formatDate } from '@chappe/core/schedule/civil'
import { wallAt } from '@chappe/core/schedule/zones'
import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { queryOf, useEndpoint } from '../../data.ts'
import { tagOf } from '../../messages/index.ts'
import { useText } from '../../text.ts'
import { bandItem, eventItem, inOrder } from './item.ts'
import { weekStartIn } from './layout.ts'
import { useCalendarState } from './useCalendarState.ts'

const place = 'chappe.calendar.hidden'

/** The external calendars that this device does not show. */
function useHidden(): [ReadonlySet<string>, (id: string, isShown: boolean) => void] {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => {
    try {
      return new Set(JSON.parse(localStorage.getItem(place) ?? '[]') as string[])
    } catch {
      return new Set()
    }
  })
  const show = (id: string, isShown: boolean) => {
    const next = new Set(hidden)
    if (isShown) next.delete(id)
    else next.add(id)
    setHidden(next)
    try {
      localStorage.setItem(place, JSON.stringify([...next]))
    } catch {
      // Then the choice lasts as long as the page.
    }
  }
  return [hidden, show]
}

const todayIn = (zone: string): string => formatDate(dayOf(wallAt(Date.now(), zone)))

/** What the calendar shows: the days, everything in them by start, and how much in which hour. */
export function useCalendar() {
  const { search, view, zone } = useCalendarState()
  const { status, kind, channel, tag, drafts } = search
  const today = todayIn(zone)
  const date = search.date ?? today
  const weekStart = weekStartIn(tagOf[useText().locale])
  const range = useMemo(() => calendarRange(view, date, zone, weekStart), [view, date, zone, weekStart])
  const window = { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() }
  const calendar = useEndpoint(
    getCalendar,
    { query: { ...window, status, kind, channel, tag, drafts } },
    { placeholderData: keepPreviousData, refetchInterval: 60_000 },
  )
  const calendars = useEndpoint(listExternalCalendars, {})
  const [hidden, show] = useHidden()
  const external = (calendars.data?.items ?? []).filter(({ id }) => !hidden.has(id))
  const events = useQueries({
    queries: external.map(({ id, revision }) => ({
      ...queryOf(listExternalEvents, { params: { id }, query: { ...window, timeZone: zone } }),
      queryKey: [listExternalEvents.id, id, revision, window, zone],
      staleTime: 300_000,
    })),
  })
  const items = inOrder([
    ...(calendar.data?.bands ?? []).map(bandItem),
    ...external.flatMap((one, index) =>
      (events[index]?.data?.items ?? []).map((event, at) => eventItem(one, event, at)),
    ),
  ])
  // What is still there of another time says nothing about the hours of this one.
  const isTurning = calendar.isPlaceholderData
  const hours = (isTurning ? undefined : calendar.data?.hours) ?? []
  const conflicts = calendar.data?.conflicts ?? []
  return {
    view,
    zone,
    today,
    date,
    range,
    calendar,
    items,
    hours,
    conflicts,
    isTurning,
    calendars,
    hidden,
    show,
  }
}
export type Shown = ReturnType<typeof useCalendar>
