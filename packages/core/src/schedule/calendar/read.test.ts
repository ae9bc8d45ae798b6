import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { type ExternalEvent, externalLimits } from './external.ts'
import { readCalendar } from './read.ts'
import { readCsvCalendar } from './read-csv.ts'
import { writeCalendar } from './write.ts'

// Many runs, on machines that may have much else to do.
vi.setConfig({ testTimeout: 60_000 })

const zone = 'Europe/Paris'
const wanted = { from: Date.UTC(2026, 2, 1), to: Date.UTC(2026, 4, 1), zone }
const calendar = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n')
const event = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']

const iso = (at: number) => new Date(at).toISOString().slice(0, 16)
const shown = ({ summary, start, end, allDay }: ExternalEvent) =>
  `${summary} ${iso(start)} ${iso(end)}${allDay ? ' all day' : ''}`
function events(text: string, range = wanted) {
  const found = readCalendar(text, range)
  if ('problem' in found) throw new Error(found.problem)
  return { ...found, shown: found.events.map(shown) }
}

test.each<[string, string[], string[]]>([
  [
    'an instant',
    ['DTSTART:20260310T080000Z', 'DTEND:20260310T090000Z'],
    ['x 2026-03-10T08:00 2026-03-10T09:00'],
  ],
  [
    'a time in a zone, over the night of the clocks',
    ['DTSTART;TZID=Europe/Paris:20260328T220000', 'DTEND;TZID=Europe/Paris:20260329T040000'],
    ['x 2026-03-28T21:00 2026-03-29T02:00'],
  ],
  [
    'an end in another zone',
    ['DTSTART;TZID=Europe/Paris:20260310T090000', 'DTEND;TZID=America/New_York:20260310T090000'],
    ['x 2026-03-10T08:00 2026-03-10T13:00'],
  ],
  [
    'a zone as Windows calls it',
    ['DTSTART;TZID="Romance Standard Time":20260310T090000'],
    ['x 2026-03-10T08:00 2026-03-10T08:00'],
  ],
  [
    'a zone at the end of a path',
    ['DTSTART;TZID=/freeassociation.sourceforge.net/America/New_York:20260310T090000'],
    ['x 2026-03-10T13:00 2026-03-10T13:00'],
  ],
  [
    'a time without a zone',
    ['DTSTART:20260310T090000', 'DURATION:PT45M'],
    ['x 2026-03-10T08:00 2026-03-10T08:45'],
  ],
  ['a day', ['DTSTART;VALUE=DATE:20260329'], ['x 2026-03-28T23:00 2026-03-29T22:00 all day']],
  [
    'days',
    ['DTSTART;VALUE=DATE:20260310', 'DTEND;VALUE=DATE:20260313'],
    ['x 2026-03-09T23:00 2026-03-12T23:00 all day'],
  ],
  [
    'every week, two turns left out, one added',
    [
      'DTSTART;TZID=Europe/Paris:20260305T090000',
      'DURATION:PT1H',
      'RRULE:FREQ=WEEKLY;COUNT=6',
      'EXDATE;TZID=Europe/Paris:20260312T090000,20260319T090000',
      'RDATE;TZID=Europe/Paris:20260320T150000',
    ],
    [
      'x 2026-03-05T08:00 2026-03-05T09:00',
      'x 2026-03-20T14:00 2026-03-20T15:00',
      'x 2026-03-26T08:00 2026-03-26T09:00',
      'x 2026-04-02T07:00 2026-04-02T08:00',
      'x 2026-04-09T07:00 2026-04-09T08:00',
    ],
  ],
  [
    'a rule that began long ago and ends',
    ['DTSTART:20000101T120000Z', 'RRULE:FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20260401T000000Z'],
    ['x 2026-03-27T12:00 2026-03-27T12:00'],
  ],
  [
    'birthdays',
    ['DTSTART;VALUE=DATE:19800402', 'RRULE:FREQ=YEARLY'],
    ['x 2026-04-01T22:00 2026-04-02T22:00 all day'],
  ],
  [
    'what began before and goes on',
    ['DTSTART:20260101T000000Z', 'DTEND:20260701T000000Z'],
    ['x 2026-01-01T00:00 2026-07-01T00:00'],
  ],
  ['what was over before', ['DTSTART:20260101T000000Z', 'DTEND:20260301T000000Z'], []],
  ['a cancelled event', ['DTSTART:20260310T080000Z', 'STATUS:CANCELLED'], []],
])('%s', (_name, lines, expected) => {
  expect(events(calendar(...event('SUMMARY:x', ...lines))).shown).toEqual(expected)
})

test('a turn that was moved is shown where it is now, one that was cancelled not at all', () => {
  const found = events(
    calendar(
      ...event('UID:a', 'SUMMARY:weekly', 'DTSTART:20260302T080000Z', 'RRULE:FREQ=WEEKLY;COUNT=4'),
      ...event('UID:a', 'SUMMARY:moved', 'RECURRENCE-ID:20260309T080000Z', 'DTSTART:20260310T100000Z'),
      ...event('UID:a', 'RECURRENCE-ID:20260316T080000Z', 'DTSTART:20260316T080000Z', 'STATUS:CANCELLED'),
    ),
  )
  expect(found.shown).toEqual([
    'weekly 2026-03-02T08:00 2026-03-02T08:00',
    'moved 2026-03-10T10:00 2026-03-10T10:00',
    'weekly 2026-03-23T08:00 2026-03-23T08:00',
  ])
})

test('titles are unescaped and unfolded, and hide nothing', () => {
  const lines = [
    'DTSTART:20260310T080000Z',
    'SUMMARY:Soldes\\, été\\; \\"50 %\\"\\n\u202eevil\u0007',
    '  and more',
  ]
  expect(events(calendar(...event(...lines))).events[0]?.summary).toBe('Soldes, été; "50 %" evil and more')
})

test('what cannot be read is told with the line that its event begins on, and the rest is shown', () => {
  const found = events(
    calendar(
      'X-NOTHING',
      ...event('SUMMARY:no date'),
      ...event('SUMMARY:bad date', 'DTSTART:20260230'),
      ...event('SUMMARY:bad rule', 'DTSTART:20260310T080000Z', 'RRULE:FREQ=NEVER'),
      ...event('SUMMARY:far zone', 'DTSTART;TZID=Mars/Olympus:20260311T090000'),
      ...event('SUMMARY:backwards', 'DTSTART:20260312T080000Z', 'DTEND:20260311T080000Z'),
      'BEGIN:VTODO',
      'SUMMARY:no event',
      'END:VTODO',
    ),
  )
  expect(found.warnings).toEqual([
    { code: 'bad-date', text: 'no date', line: 4 },
    { code: 'bad-date', text: 'bad date', line: 7 },
    { code: 'bad-rule', text: 'bad rule: FREQ cannot be NEVER', line: 11 },
    { code: 'unknown-zone', text: 'Mars/Olympus' },
    { code: 'end-before-start', text: 'backwards', line: 20 },
  ])
  expect(found.shown).toEqual([
    'bad rule 2026-03-10T08:00 2026-03-10T08:00',
    'far zone 2026-03-11T08:00 2026-03-11T08:00',
    'backwards 2026-03-12T08:00 2026-03-12T08:00',
  ])
})

test('an alarm inside an event does not change it', () => {
  const alarm = ['BEGIN:VALARM', 'SUMMARY:wake', 'DURATION:PT9H', 'END:VALARM']
  const found = events(calendar(...event('SUMMARY:x', ...alarm, 'DTSTART:20260310T080000Z')))
  expect(found.shown).toEqual(['x 2026-03-10T08:00 2026-03-10T08:00'])
})

test('what is no calendar is said to be none', () => {
  expect(readCalendar('<!doctype html>', wanted)).toEqual({ problem: 'not-a-calendar' })
  expect(readCalendar('', wanted)).toEqual({ problem: 'not-a-calendar' })
  expect(readCalendar('x'.repeat(externalLimits.size + 1), wanted)).toEqual({ problem: 'too-large' })
  expect(readCsvCalendar('x'.repeat(externalLimits.size + 1), wanted)).toEqual({ problem: 'too-large' })
})

test('rules that would take for ever are cut short and told', () => {
  const hostile = [
    'FREQ=SECONDLY',
    'FREQ=SECONDLY;COUNT=1000000000',
    'FREQ=SECONDLY;INTERVAL=2;BYSECOND=1;COUNT=9',
  ]
  const found = events(
    calendar(
      ...hostile.flatMap((rule) =>
        Array.from({ length: 20 }, () =>
          event('SUMMARY:x', 'DTSTART:19000101T000000Z', `RRULE:${rule}`),
        ).flat(),
      ),
    ),
  )
  expect(found.events.length).toBeLessThanOrEqual(externalLimits.shown)
  expect(found.warnings.map(({ code }) => code)).toContain('too-many')
})

test('no text breaks it', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'BEGIN:VCALENDAR',
      'END:VCALENDAR',
      'BEGIN:VEVENT',
      'END:VEVENT',
      'SUMMARY:x',
      'DTSTART:20260310T080000Z',
      'DTSTART;TZID="a:b";X="',
      'DTEND;VALUE=DATE:20260310',
      'DURATION:-P1W',
      'RRULE:FREQ=DAILY;COUNT=3',
      'RECURRENCE-ID:20260310T080000Z',
      'EXDATE:,,20260310T080000Z',
      ' folded',
      ';=:',
    ),
    fc.string({ unit: 'binary-ascii', maxLength: 40 }),
    fc.string({ unit: fc.constantFrom('\ud800', '\u202e', '\u2028', '😀', '"', '\\', '\0'), maxLength: 20 }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.constantFrom('\n', '\r\n'), (pieces, lineEnd) => {
      readCalendar(`BEGIN:VCALENDAR${lineEnd}${pieces.join(lineEnd)}`, wanted)
      readCsvCalendar(`summary;start;end${lineEnd}${pieces.join(lineEnd)}`, wanted)
    }),
  )
})

test('what is written is read again, whatever the title, in lines of 75 octets', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          summary: fc.string({ unit: 'grapheme', maxLength: 150 }),
          start: fc.integer({ min: wanted.from / 1000, max: wanted.to / 1000 - 1 }).map((at) => at * 1000),
          length: fc.integer({ min: 0, max: 1e6 }).map((seconds) => seconds * 1000),
        }),
        { maxLength: 10 },
      ),
      (ours) => {
        const text = writeCalendar(
          'Campagnes ; été, \\ « 2026 »',
          ours.map(({ summary, start, length }, index) => ({
            uid: `${index}@chappe`,
            summary,
            start,
            end: start + length,
            status: 'CONFIRMED',
            changed: 0,
            url: 'https://example.com/a;b,c\r\nX:y',
          })),
        )
        for (const line of text.split('\r\n'))
          expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
        const tidy = (summary: string) => summary.replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ').trim()
        const found = events(text)
        expect(found.warnings).toEqual([])
        expect(found.events.map(shown).sort()).toEqual(
          ours
            .map(({ summary, start, length }) =>
              shown({
                summary: [...tidy(summary)].slice(0, 200).join(''),
                start,
                end: start + length,
                allDay: false,
              }),
            )
            .sort(),
        )
      },
    ),
    { numRuns: 60 },
  )
})

test('a CSV file with the columns in any order, in English or French, is read with its mistakes told', () => {
  const text = [
    '\ufeffFin;Titre;Début',
    '2026-03-12;"Soldes ; ""été""";2026-03-10',
    ';Réunion;2026-03-15 09:30',
    '2026-03-15T09:00:00Z;Appel;2026-03-15T10:30:00+02:00',
    '',
    ';Ambigu;03/04/2026',
    '2026-03-01;À l’envers;2026-03-02',
  ].join('\r\n')
  const found = readCsvCalendar(text, wanted)
  if ('problem' in found) throw new Error(found.problem)
  expect(found.events.map(shown)).toEqual([
    'Soldes ; "été" 2026-03-09T23:00 2026-03-12T23:00 all day',
    'Réunion 2026-03-15T08:30 2026-03-15T08:30',
    'Appel 2026-03-15T08:30 2026-03-15T09:00',
  ])
  expect(found.warnings).toEqual([
    { code: 'bad-date', text: '03/04/2026', line: 6 },
    { code: 'end-before-start', text: 'À l’envers', line: 7 },
  ])
})

test('dates with slashes are read in the order that is said, and never guessed', () => {
  const text = ['Event name,Start,End', 'Fair,03/04/26,3/5/2026', 'Visit,03/25/26 09:30,'].join('\n')
  const read = (slashed?: 'mdy' | 'dmy') => {
    const found = readCsvCalendar(text, wanted, slashed)
    if ('problem' in found) throw new Error(found.problem)
    return {
      shown: found.events.map(shown),
      total: found.total,
      lines: found.warnings.map(({ line }) => line),
    }
  }
  expect(read('mdy')).toEqual({
    shown: ['Fair 2026-03-03T23:00 2026-03-05T23:00 all day', 'Visit 2026-03-25T08:30 2026-03-25T08:30'],
    total: 2,
    lines: [],
  })
  expect(read('dmy')).toMatchObject({ total: 1, lines: [3] })
  expect(read()).toEqual({ shown: [], total: 0, lines: [2, 3] })
})

test('a CSV file without the columns is no calendar', () => {
  expect(readCsvCalendar('a,b\n1,2', wanted)).toEqual({ problem: 'not-a-calendar' })
  expect(readCsvCalendar('', wanted)).toEqual({ problem: 'not-a-calendar' })
})
