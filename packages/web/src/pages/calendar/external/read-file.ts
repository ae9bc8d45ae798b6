import type { calendarFormats } from '@chappe/core/api/calendar'
import { externalLimits } from '@chappe/core/schedule/calendar/external'
import { decoded } from '../../../parts/decode.ts'

export type ReadFile = { format: (typeof calendarFormats)[number]; source: string } | 'empty' | 'too-large'

/** A calendar's file. What it is, its name and its first line tell: programs name types as they like. */
export async function readCalendarFile(file: Pick<File, 'name' | 'size' | 'arrayBuffer'>): Promise<ReadFile> {
  if (file.size > externalLimits.size) return 'too-large'
  const source = decoded(new Uint8Array(await file.arrayBuffer()))
  if (source.trim() === '') return 'empty'
  const isIcs = /\.ics$/i.test(file.name) || /^\s*BEGIN:VCALENDAR/i.test(source)
  return { format: isIcs ? 'ics' : 'csv', source }
}
