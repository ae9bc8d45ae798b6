import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { coverage, positions, Waves, waveEnds, waveOf, wavePosition, waveSizes, waveStarts } from './waves.ts'

// Many runs, on machines that may have much else to do.
vi.setConfig({ testTimeout: 60_000 })

const waves = (division: string, sizes: (number | null)[], more: object = {}) =>
  Waves.parse({
    division,
    timing: { kind: 'interval', minutes: 60 },
    waves: sizes.map((size) => ({ size })),
    ...more,
  })
const any = fc.oneof(
  fc
    .record({
      division: fc.constantFrom('equal', 'percent'),
      sizes: fc.array(
        fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100),
        { minLength: 2, maxLength: 10 },
      ),
      remainder: fc.constantFrom('last_wave', 'leave_out'),
    })
    .map(({ division, sizes, remainder }) => waves(division, sizes, { remainder })),
  fc
    .record({
      sizes: fc.array(fc.nat(5000), { minLength: 2, maxLength: 10 }),
      remainder: fc.constantFrom('last_wave', 'leave_out'),
    })
    .map(({ sizes, remainder }) => waves('number', sizes, { remainder })),
)

test('everybody is in one wave or in the remainder, and their sizes add up', () => {
  fc.assert(
    fc.property(any, fc.nat(10_000), (one, people) => {
      const ends = waveEnds(one, people)
      const counted = new Array<number>(one.waves.length).fill(0)
      let left = 0
      for (let rank = 0; rank < people; rank++) {
        const wave = waveOf(rank, ends)
        if (wave === null) left++
        else counted[wave]!++
      }
      expect({ sizes: counted, left }).toEqual(waveSizes(one, people))
      expect(counted.reduce((sum, size) => sum + size, left)).toBe(people)
      if (one.remainder === 'last_wave') expect(left).toBe(0)
    }),
  )
})

test('the ends never go back and never beyond the whole, for a hundred million people too', () => {
  fc.assert(
    fc.property(any, fc.constantFrom(0, 1, 99, 100_000_000, positions), (one, of) => {
      let before = 0
      for (const end of waveEnds(one, of)) {
        expect(Number.isSafeInteger(end)).toBe(true)
        expect(end).toBeGreaterThanOrEqual(before)
        expect(end).toBeLessThanOrEqual(of)
        before = end
      }
    }),
  )
})

test.each<[string, Waves, number, number[], number]>([
  ['equal waves differ by one person at most', waves('equal', [null, null, null]), 100, [33, 33, 34], 0],
  ['percents', waves('percent', [10, 20, 70]), 1000, [100, 200, 700], 0],
  ['percents with decimals', waves('percent', [33.33, 33.33, 33.34]), 10_000, [3333, 3333, 3334], 0],
  ['too few percents: the last wave takes the rest', waves('percent', [10, 20]), 1000, [100, 900], 0],
  [
    'too few percents, and the rest is to be left out',
    waves('percent', [10, 20], { remainder: 'leave_out' }),
    1000,
    [100, 200],
    700,
  ],
  ['too many percents: later waves are smaller', waves('percent', [60, 60]), 1000, [600, 400], 0],
  [
    'numbers beyond the audience: later waves are empty',
    waves('number', [500, 600, 700]),
    1000,
    [500, 500, 0],
    0,
  ],
  ['nobody', waves('percent', [50, 50]), 0, [0, 0], 0],
])('%s', (_name, one, people, sizes, left) => {
  expect(waveSizes(one, people)).toEqual({ sizes, left })
})

test.each<[string, Waves, number | null, object]>([
  ['99.99 %', waves('percent', [50, 49.99]), null, { kind: 'under', unit: 'percent', by: 0.01 }],
  ['120 %', waves('percent', [60, 60]), null, { kind: 'over', unit: 'percent', by: 20 }],
  ['100 % in parts that do not add up in binary', waves('percent', [0.1, 0.2, 99.7]), null, { kind: 'full' }],
  ['900 of 1,000', waves('number', [500, 400]), 1000, { kind: 'under', unit: 'people', by: 100 }],
  ['1,100 of 1,000', waves('number', [500, 600]), 1000, { kind: 'over', unit: 'people', by: 100 }],
  ['numbers of an unknown whole', waves('number', [500, 600]), null, { kind: 'full' }],
  ['equal', waves('equal', [null, null]), 1, { kind: 'full' }],
])('the cover of %s is told', (_name, one, people, expected) => {
  expect(coverage(one, people)).toEqual(expected)
})

const occurrence = '019a0000-0000-7000-8000-000000000001'
const profile = (number: number) => `019a1111-0000-7000-8000-${String(number).padStart(12, '0')}`

test('the place of a person is the one that PostgreSQL computes', () => {
  // select ('x' || substr(md5('019a…01:019a…07'), 1, 8))::bit(32)::bigint
  expect(wavePosition(occurrence, profile(7))).toBe(920099691)
})

test('waves by hash are as large as asked up to chance, the same every time, and mixed anew by each occurrence', () => {
  const ends = waveEnds(waves('percent', [10, 20, 70]), positions)
  const sizes = [0, 0, 0]
  let moved = 0
  for (let number = 0; number < 5000; number++) {
    const wave = waveOf(wavePosition(occurrence, profile(number)), ends)!
    expect(waveOf(wavePosition(occurrence, profile(number)), ends)).toBe(wave)
    if (waveOf(wavePosition('another', profile(number)), ends) !== wave) moved++
    sizes[wave]!++
  }
  expect(sizes[0]).toBeGreaterThan(430)
  expect(sizes[0]).toBeLessThan(570)
  expect(sizes[1]).toBeGreaterThan(900)
  expect(sizes[1]).toBeLessThan(1100)
  expect(moved).toBeGreaterThan(1500)
})

test('waves begin an interval of time apart, on the night of the clocks too', () => {
  const at = Date.UTC(2026, 2, 29, 0, 30)
  expect(waveStarts(waves('equal', [null, null, null]), at, 'Europe/Paris')).toEqual([
    at,
    at + 3_600_000,
    at + 7_200_000,
  ])
})

test('waves with dates of their own begin then, and none before the occurrence', () => {
  const one = Waves.parse({
    division: 'equal',
    timing: { kind: 'dates' },
    waves: [{}, { at: '2026-03-29T02:30' }, { at: '2026-04-01T09:00' }],
  })
  const at = Date.UTC(2026, 2, 20)
  expect(waveStarts(one, at, 'Europe/Paris')).toEqual([
    at,
    Date.UTC(2026, 2, 29, 1, 30),
    Date.UTC(2026, 3, 1, 7),
  ])
  const late = Date.UTC(2026, 2, 30)
  expect(waveStarts(one, late, 'Europe/Paris')).toEqual([late, late, Date.UTC(2026, 3, 1, 7)])
})

test.each<[string, object]>([
  ['one wave', { division: 'equal', waves: [{}] }],
  ['eleven waves', { division: 'equal', waves: Array.from({ length: 11 }, () => ({})) }],
  ['no size', { division: 'percent', waves: [{ size: 50 }, {}] }],
  ['three decimals', { division: 'percent', waves: [{ size: 50.005 }, { size: 49 }] }],
  ['half a person', { division: 'number', waves: [{ size: 1.5 }, { size: 1 }] }],
  ['no audience', { division: 'audience', waves: [{}, {}] }],
  ['29 minutes apart', { division: 'equal', timing: { kind: 'interval', minutes: 29 }, waves: [{}, {}] }],
  [
    'dates 29 minutes apart',
    {
      division: 'equal',
      timing: { kind: 'dates' },
      waves: [{}, { at: '2026-01-01T09:00' }, { at: '2026-01-01T09:29' }],
    },
  ],
  ['no date', { division: 'equal', timing: { kind: 'dates' }, waves: [{}, {}] }],
])('%s is refused', (_name, input) => {
  expect(Waves.safeParse({ timing: { kind: 'interval', minutes: 60 }, ...input }).success).toBe(false)
})
