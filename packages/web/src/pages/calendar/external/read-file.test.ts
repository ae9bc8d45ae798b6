import { externalLimits } from '@chappe/core/schedule/calendar/external'
import { expect, test } from 'vitest'
import { readCalendarFile } from './read-file.ts'

const file = (name: string, bytes: Uint8Array<ArrayBuffer>) => new File([bytes], name)
const utf8 = (text: string) => new TextEncoder().encode(text)

test('a file is told by its name, or by how it begins', async () => {
  const ics = '\ufeff BEGIN:VCALENDAR'
  expect(await readCalendarFile(file('a.ICS', utf8('x')))).toEqual({ format: 'ics', source: 'x' })
  expect(await readCalendarFile(file('export.txt', utf8(ics)))).toMatchObject({ format: 'ics' })
  expect(await readCalendarFile(file('export.txt', utf8('nom,début')))).toEqual({
    format: 'csv',
    source: 'nom,début',
  })
})

test('a spreadsheet that writes a letter in one byte keeps its accents', async () => {
  const written = Uint8Array.from([...'nom;d\xe9but'].map((letter) => letter.charCodeAt(0)))
  expect(await readCalendarFile(file('a.csv', written))).toEqual({ format: 'csv', source: 'nom;début' })
})

test('what is too large is not read, and what is empty not sent', async () => {
  expect(await readCalendarFile(file('a.csv', new Uint8Array(externalLimits.size + 1)))).toBe('too-large')
  expect(await readCalendarFile(file('a.csv', utf8('\n ')))).toBe('empty')
})
