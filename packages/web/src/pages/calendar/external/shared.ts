import { listExternalCalendars, listExternalEvents } from '@chappe/core/api/calendar'

export const accepted = ['.ics', '.csv', 'text/calendar', 'text/csv']
/** What another calendar, or another file of one, makes out of date. */
export const stale = { makesStale: [listExternalCalendars, listExternalEvents] }
