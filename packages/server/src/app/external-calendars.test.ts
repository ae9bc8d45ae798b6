import { CalendarWarning } from '@chappe/core/api/calendar'
import { expect, test } from 'vitest'
import { aHouse } from '../testing/house.ts'
import * as external from './external-calendars.ts'

const { ctx, otherCtx } = await aHouse()
const march = { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z', timeZone: 'Europe/Paris' }
const csv = (...rows: string[]) => ({
  format: 'csv' as const,
  dates: 'mdy' as const,
  source: ['Event name,Start,End', ...rows].join('\n'),
})
const ics = (...lines: string[]) => ({
  format: 'ics' as const,
  dates: 'mdy' as const,
  source: ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n'),
})
const look = { name: 'Fairs', color: 'blue' as const }

test('a list with dates by slashes is read as it is said, whole days by the reader’s clocks', async () => {
  const { calendar, warnings } = await external.create(ctx, {
    ...look,
    ...csv('Fair,03/04/26,03/06/26', 'Bad,x,'),
  })
  expect(calendar).toMatchObject({ name: 'Fairs', color: 'blue', events: 1, revision: 1, createdBy: 'Ada' })
  expect(warnings).toEqual([{ code: 'bad-date', text: 'x', line: 3 }])
  expect(warnings.map((one) => CalendarWarning.safeParse(one).success)).toEqual([true])
  const events = async () => (await external.events(ctx, calendar.id, march)).items
  expect(await events()).toEqual([
    { summary: 'Fair', start: '2026-03-03T23:00:00.000Z', end: '2026-03-06T23:00:00.000Z', allDay: true },
  ])
  const replaced = await external.replace(ctx, calendar.id, {
    revision: 1,
    ...csv('Fair,03/04/26,'),
    dates: 'dmy',
  })
  expect(replaced.calendar).toMatchObject({ name: 'Fairs', dates: 'dmy', revision: 2 })
  expect(await events()).toEqual([])
  await external.remove(ctx, calendar.id)
})

test('what recurs in an iCalendar file is shown in the window asked for', async () => {
  const weekly = ics('UID:a', 'SUMMARY:Stand-up', 'DTSTART:20200106T090000Z', 'RRULE:FREQ=WEEKLY')
  const { calendar } = await external.create(ctx, { ...look, ...weekly })
  expect(calendar.events).toBe(1)
  expect((await external.events(ctx, calendar.id, march)).items).toHaveLength(5)
  await external.remove(ctx, calendar.id)
  await expect(external.events(ctx, calendar.id, march)).rejects.toMatchObject({ type: 'calendar/not-found' })
})

test.each([
  ['no calendar at all', 'not-ics', { format: 'ics', dates: 'mdy', source: '<html>' }],
  ['a list without the columns', 'not-csv', { format: 'csv', dates: 'mdy', source: 'a,b\n1,2' }],
  ['bytes that no text has', 'not-csv', { ...csv('Fair,03/04/26,'), source: 'name,start\nFair\0,03/04/26' }],
] as const)('%s is refused', async (_, reason, file) => {
  await expect(external.create(ctx, { ...look, ...file })).rejects.toMatchObject({
    type: 'calendar/unusable',
    extra: { reason },
  })
})

test('a file in which nothing can be read is refused with what is wrong, line by line', async () => {
  await expect(
    external.create(ctx, { ...look, ...csv('Fair,31/12/26,', 'Visit,03/05/26,03/04/26') }),
  ).rejects.toMatchObject({
    type: 'calendar/unusable',
    extra: {
      reason: 'no-events',
      warnings: [
        { code: 'bad-date', line: 2 },
        { code: 'end-before-start', line: 3 },
      ],
      errors: [
        { pointer: '/source', detail: 'Line 2: the date cannot be read (31/12/26)' },
        { pointer: '/source', detail: 'Line 3: the end is before the start (Visit)' },
      ],
    },
  })
})

test('there are three at most, however many are added at once, in each sandbox', async () => {
  const add = (where: typeof ctx) => external.create(where, { ...look, ...csv('Fair,03/04/26,') })
  const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => add(ctx)))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
  await expect(add(ctx)).rejects.toMatchObject({ type: 'calendar/too-many' })
  await add(otherCtx)
  const { items } = await external.list(ctx)
  expect(items).toHaveLength(3)
  for (const { id } of items) await external.remove(ctx, id)
})

test('of two who change one at once the second is told', async () => {
  const { calendar } = await external.create(ctx, { ...look, ...csv('Fair,03/04/26,') })
  await external.edit(ctx, calendar.id, { revision: 1, name: 'Trade fairs' })
  await expect(external.edit(ctx, calendar.id, { revision: 1, color: 'red' })).rejects.toMatchObject({
    type: 'request/stale',
  })
  expect((await external.list(ctx)).items[0]).toMatchObject({ name: 'Trade fairs', color: 'blue', events: 1 })
})
