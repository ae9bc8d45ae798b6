import { categories, Definition, type EmailContent } from '@chappe/core/campaign/schema'
import { emptyDesign, newBlock, newSection } from '@chappe/core/design/new'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDocuments } from './places.ts'
import { readCampaign } from './read.ts'
import { known, names } from './testing.ts'
import { type Files, type Told, writeCampaign } from './write.ts'

const oneOf = (...kinds: (keyof typeof known)[]) =>
  fc.constantFrom(...kinds.flatMap((kind) => known[kind].map(({ id }) => id)))
const nobody = fc.uuid({ version: 7 })
const text = fc.oneof(
  // What YAML writes in more ways than it reads back: blanks alone, and a line of them in a long text that is quoted.
  fc.constantFrom(' \n', `${'a'.repeat(40)}\r\n \nb`),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(
      'a',
      ' ',
      '\n',
      '\r',
      '\t',
      '-',
      ':',
      '#',
      '"',
      "'",
      '|',
      '>',
      '\\',
      '%',
      '@',
      '`',
      '\u0085',
      '\u2028',
      '\ufeff',
      '\u0007',
      'é',
      '😀',
    ),
    maxLength: 30,
  }),
  fc.constantFrom(
    'yes',
    'null',
    '~',
    '012',
    '1e3',
    '0x1f',
    '2026-01-01',
    '---',
    '...',
    '{}',
    '[a]',
    'true',
    '!!str x',
    '&a',
    '*a',
    '? x',
    'a: b',
    'a #b',
  ),
)
const template = fc.oneof(
  text,
  fc
    .tuple(text, fc.oneof(oneOf('fragments'), nobody), fc.constantFrom('', 'ajo:'), text)
    .map(
      ([before, id, prefix, after]) =>
        `${before}{{ fragment id="${prefix}${id}" title="x" }}${after} id="name:Footer"`,
    ),
)
const design = fc.tuple(oneOf('fragments'), text).map(([fragmentId, name]) => {
  const section = newSection('1', ['section', 'column'])
  section.columns[0]!.blocks.push(newBlock('text', 'text'), {
    ...newBlock('fragment', 'part'),
    fragmentId,
    name: name.slice(0, 200),
  })
  return { ...emptyDesign(), sections: [section] }
})
const contentOf = (text: fc.Arbitrary<string>) =>
  fc.oneof(
    fc.record({ subject: text, preheader: text, html: text, text }, { requiredKeys: [] }),
    fc.record({ subject: text, text, design }),
  )
const content = contentOf(template)
const translations = fc.dictionary(fc.constantFrom('fr', 'de-CH', 'pt-BR'), content, { maxKeys: 2 })
const orNull = <T>(some: fc.Arbitrary<T>) => fc.option(some)
const trigger = fc.oneof(
  fc.constant({ kind: 'now' as const }),
  fc.record({
    kind: fc.constant('at' as const),
    at: fc.constantFrom('2027-03-28T02:30', '2027-12-31T23:59'),
    timeZone: fc.constantFrom('Europe/Paris', 'Asia/Kolkata'),
    profileTimeZone: orNull(fc.record({ passed: fc.constantFrom('send' as const, 'skip' as const) })),
  }),
  fc.record({
    kind: fc.constant('recurring' as const),
    recurrence: fc.oneof(
      fc.record({
        every: fc.constant('day' as const),
        times: fc.constantFrom([], ['09:30'], ['08:00', '20:00']),
      }),
      fc.record({ every: fc.constant('rule' as const), rule: fc.constant('FREQ=WEEKLY;BYDAY=MO') }),
    ),
    start: fc.constant('2027-01-01T08:00'),
    timeZone: fc.constant('Europe/Paris'),
    end: fc.constantFrom({ kind: 'never' as const }, { kind: 'after' as const, occurrences: 3 }),
    evergreen: fc.boolean(),
  }),
)
const definition = fc
  .record({
    channelConfigurationId: orNull(fc.oneof(oneOf('configurations'), nobody)),
    topic: fc.constantFrom(null, 'news'),
    content,
    languages: fc.constantFrom(
      null,
      {
        settingsId: known.languages[0]!.id,
        locales: ['en', 'fr'],
        defaultLocale: 'en',
        fallbacks: { fr: 'en' },
      },
      { settingsId: null, locales: ['en'], defaultLocale: 'en' },
    ),
    translations,
    tracking: fc.record({ opens: fc.boolean(), clicks: fc.boolean() }),
    audience: fc.record({
      id: orNull(fc.oneof(oneOf('audiences'), nobody)),
      exclude: fc.uniqueArray(oneOf('audiences'), { maxLength: 2 }),
      createProfiles: fc.boolean(),
    }),
    trigger,
    waves: orNull(
      fc.record({
        division: fc.constant('audience' as const),
        timing: fc.constant({ kind: 'interval' as const, minutes: 60 }),
        waves: fc
          .tuple(oneOf('audiences'), oneOf('audiences'))
          .map(([a, b]) => [{ audienceId: a, name: 'First', variantId: 'reminder' }, { audienceId: b }]),
      }),
    ),
    pace: fc.record(
      {
        rate: orNull(fc.record({ messages: fc.integer({ min: 1, max: 20_000 }) })),
        domains: fc.constantFrom(
          [],
          [{ domain: 'example.com', rate: { messages: 1, per: 'minute' as const } }],
        ),
        deadlineHours: fc.constantFrom(null, 12),
      },
      { requiredKeys: [] },
    ),
    autoPause: fc.record({ errorPercent: fc.constantFrom(null, 0.5, 10) }),
    variants: fc.constantFrom<string[]>([], ['reminder'], ['reminder', 'fr']).chain((ids) =>
      fc.tuple(
        ...ids.map((id) =>
          fc.record({
            id: fc.constant(id),
            name: fc.constantFrom('Reminder', 'Other: one'),
            channelConfigurationId: orNull(oneOf('configurations')),
            content,
            translations,
          }),
        ),
      ),
    ),
    actions: fc.constantFrom([], ['reminder']),
    schedule: fc.constantFrom({}, { startAt: '2027-01-01T00:00:00+01:00', timezone: 'Europe/Paris' }),
    uncertainPolicy: fc.constantFrom(null, 'leave' as const),
    context: fc.constantFrom({}, { schema: { type: 'object', properties: { 'a b': {} } }, validate: true }),
  })
  .map((given) => withoutHtmlOfDesigns(Definition.parse(given)))

/** What a design compiles to is not in a file. */
function withoutHtmlOfDesigns(definition: Definition): Definition {
  const written = (one: EmailContent) => (one.design ? { ...one, html: '' } : one)
  const all = (some: Definition['translations']) =>
    Object.fromEntries(Object.entries(some).map(([name, one]) => [name, written(one)]))
  const { content, translations, variants } = definition
  return {
    ...definition,
    content: written(content),
    translations: all(translations),
    variants: variants.map((one) => ({
      ...one,
      content: written(one.content),
      translations: all(one.translations),
    })),
  }
}

const word = text.map((one) => one.trim().slice(0, 60)).filter((one) => one !== '')
const campaign: fc.Arbitrary<Told> = fc.record({
  key: fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,20}$/),
  kind: fc.constantFrom('action' as const, 'api_triggered' as const),
  category: fc.constantFrom(...categories),
  channel: fc.constant('email' as const),
  name: word,
  description: text,
  tags: fc.array(word, { maxLength: 3 }),
  folder: fc.array(word, { maxLength: 3 }),
  highThroughput: fc.boolean(),
  definition,
})

function readBack(yaml: string, files: ReadonlyMap<string, string> = new Map()) {
  const { documents, mistakes } = readDocuments('x.yaml', yaml)
  expect(mistakes).toEqual([])
  expect(documents).toHaveLength(1)
  const read = readCampaign(documents[0]!, names, (path) => files.get(path) ?? expect.fail(path))
  expect(read.mistakes).toEqual([])
  return 'campaign' in read ? read.campaign : expect.fail()
}

const asFile = (): Files => {
  const written = new Map<string, string>()
  return { written, name: (path, ending) => `${path.join('-')}.${ending}` }
}

test.each([
  ['in one file', undefined],
  ['with files beside it', asFile],
])('a campaign that is written down %s is read back as it was', (_, filesOf) => {
  fc.assert(
    fc.property(campaign, (told) => {
      const files = filesOf?.()
      const { key, body } = readBack(writeCampaign(told, names, files), files?.written)
      const { key: its, folder, ...rest } = told
      expect(key).toBe(its)
      expect(body).toEqual({ ...rest, ...(folder.length > 0 && { folder }) })
    }),
    { numRuns: 60 },
  )
})

test('whatever stands in a file is read, or its mistakes have their places', () => {
  const piece = fc.constantFrom(
    'key: ',
    'spec:\n',
    '  ',
    '- ',
    '{',
    '}',
    '[',
    '"',
    '&a ',
    '*a',
    '|\n',
    '!!x ',
    '<<: ',
    '\n',
    '\t',
  )
  fc.assert(
    fc.property(campaign, fc.nat(), fc.nat(12), fc.oneof(piece, text), (told, at, gone, come) => {
      const yaml = writeCampaign(told, names)
      const from = at % yaml.length
      const lines = `${yaml.slice(0, from)}${come}${yaml.slice(from + gone)}`
      const { documents, mistakes } = readDocuments('x.yaml', lines)
      const read = documents.map((one) => readCampaign(one, names, () => ''))
      for (const { line, column, detail } of [...mistakes, ...read.flatMap((one) => one.mistakes)]) {
        expect(line).toBeLessThanOrEqual(lines.split('\n').length)
        expect(Math.min(line, column)).toBeGreaterThan(0)
        expect(detail).not.toBe('')
      }
    }),
    { numRuns: 200 },
  )
})

test('an empty campaign is a few lines', () => {
  const told: Told = {
    key: 'a',
    kind: 'action',
    category: 'marketing',
    channel: 'email',
    name: 'A',
    description: '',
    tags: [],
    folder: [],
    highThroughput: false,
    definition: Definition.parse({
      channelConfigurationId: known.configurations[0]!.id,
      content: { subject: 'Hi' },
    }),
  }
  expect(writeCampaign(told, names)).toBe(`apiVersion: chappe/v1
kind: Campaign
metadata:
  key: a
  name: A
spec:
  kind: action
  category: marketing
  channel: email
  definition:
    channelConfiguration: shop
    content:
      subject: Hi
`)
})
