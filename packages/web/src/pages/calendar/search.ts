import { campaignStatuses } from '@chappe/core/campaign/lifecycle'
import { campaignKinds, channels } from '@chappe/core/campaign/schema'
import { parseDate } from '@chappe/core/schedule/civil'
import { z } from 'zod'

export const calendarViews = ['week', 'month'] as const
export type CalendarView = (typeof calendarViews)[number]

/** The calendar's part of the address: what is shown, when, in which time zone, and the filters. */
export const calendarSearch = z.object({
  view: z.enum(calendarViews).optional().catch(undefined),
  /** A day of the week or month that is shown, of the years that schedules know; without it today. */
  date: z.iso
    .date()
    .refine((date) => parseDate(date) !== null)
    .optional()
    .catch(undefined),
  /** Without it the zone of this device. */
  zone: z.string().max(60).optional().catch(undefined),
  status: z.array(z.enum(campaignStatuses)).optional().catch(undefined),
  kind: z.array(z.enum(campaignKinds)).optional().catch(undefined),
  channel: z.array(z.enum(channels)).optional().catch(undefined),
  tag: z.array(z.string()).optional().catch(undefined),
  drafts: z.boolean().optional().catch(undefined),
})
export type CalendarSearch = z.output<typeof calendarSearch>

export const isFiltered = ({ status, kind, channel, tag }: CalendarSearch): boolean =>
  [status, kind, channel, tag].some((one) => one !== undefined && one.length > 0)
