import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { oneLineCurl, type SampleCall, sampleRequest, shellWord } from './sample-request.ts'

const call: SampleCall = {
  publicUrl: 'http://localhost:8025',
  organizationId: 'A0A0@ChappeOrg',
  sandboxName: 'prod',
  campaignId: '01970000-0000-7000-8000-000000000001',
  highThroughput: false,
  namespace: 'email',
  userId: 'marie.durand@example.com',
  profile: { person: { name: { firstName: 'Marie' } } },
  context: { order: { total: 129.9, gift: true, note: null, items: [{ name: "Linen 'L' shirt" }] } },
}

const fromEnvironment = { token: { env: 'CHAPPE_TOKEN' }, clientId: { env: 'CHAPPE_CLIENT_ID' } }

// A shell word cannot hold NUL, and what is no text in UTF-8 does not come back as it went.
const text = fc.string({ unit: 'binary' }).filter((value) => !/\0|\p{Cs}/u.test(value))
const awkward = fc.oneof(
  text,
  fc.constantFrom("'", "''", '\\', '$HOME', '`id`', '!!', '"', '\n', '@x', '-n', '%s'),
)
const json = fc.letrec((tie) => ({
  value: fc.oneof(awkward, fc.integer(), fc.boolean(), fc.constant(null), tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 3 }),
  object: fc.dictionary(fc.oneof(awkward, fc.constant('__proto__')), tie('value'), { maxKeys: 3 }),
})).object as fc.Arbitrary<Record<string, unknown>>

const sh = (script: string): string => execFileSync('sh', ['-c', script], { encoding: 'utf8' })
const words = (command: string): string[] =>
  sh(`curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\nhttp() { curl "$@"; }\n${command}`)
    .split('\0')
    .slice(0, -1)
const withoutId = (body: string) => ({ ...JSON.parse(body), requestId: undefined })

test('any text comes through a shell as it went in', () => {
  fc.assert(
    fc.property(awkward, (value) => {
      expect(sh(`printf %s ${shellWord(value)}`)).toBe(value)
    }),
    { numRuns: 150 },
  )
})

test('the body names the campaign, one recipient, and every value by its type', () => {
  expect(sampleRequest(call)).toMatchObject({
    url: 'http://localhost:8025/ajo/im/executions/unitary',
    body: {
      requestId: expect.any(String),
      campaignId: call.campaignId,
      recipients: [
        {
          type: 'external',
          userId: 'marie.durand@example.com',
          namespace: 'email',
          channelData: { emailAddress: 'marie.durand@example.com' },
          profile: call.profile,
          context: call.context,
        },
      ],
    },
  })
})

test('high throughput has its own address and sends no profile', () => {
  const { url, body } = sampleRequest({ ...call, highThroughput: true })
  expect(url).toBe('http://localhost:8025/ajo/im/executions/highthroughput')
  expect(body.recipients).toEqual([expect.not.objectContaining({ profile: expect.anything() })])
})

describe('whatever the values are,', () => {
  const sampled = (profile: Record<string, unknown>, context: Record<string, unknown>) =>
    sampleRequest({ ...call, profile, context })

  test('the shell samples hand over the body and every required header', () => {
    fc.assert(
      fc.property(json, json, (profile, context) => {
        const { body, samples } = sampled(profile, context)
        for (const sample of [
          samples.curl,
          samples.httpie,
          oneLineCurl({ ...call, profile, context }, fromEnvironment),
        ]) {
          const given = words(`CHAPPE_TOKEN=t0ken CHAPPE_CLIENT_ID=cl1ent\n${sample}`)
          expect(withoutId(given.at(-1)!)).toEqual({ ...body, requestId: undefined })
          const headers = given.map((word) => word.replace(': ', ':'))
          expect(headers).toEqual(
            expect.arrayContaining([
              'Authorization:Bearer t0ken',
              'x-api-key:cl1ent',
              'x-gw-ims-org-id:A0A0@ChappeOrg',
              'x-sandbox-name:prod',
              'Content-Type:application/json',
            ]),
          )
        }
      }),
      { numRuns: 40 },
    )
  })

  test('the JavaScript sample is JavaScript that sends the body', async () => {
    const AsyncFunction = (async () => {}).constructor as FunctionConstructor
    await fc.assert(
      fc.asyncProperty(json, json, async (profile, context) => {
        const { body, url, samples } = sampled(profile, context)
        const sent: { url?: string; init?: RequestInit } = {}
        const fetch = async (to: string, init: RequestInit) => {
          Object.assign(sent, { url: to, init })
          return { status: 202, json: async () => ({}) }
        }
        const run = new AsyncFunction('fetch', 'process', 'crypto', 'console', samples.javascript)
        const env = { CHAPPE_TOKEN: 't0ken', CHAPPE_CLIENT_ID: 'cl1ent' }
        await run(fetch, { env }, { randomUUID: () => 'x' }, { log: () => {} })
        expect(sent.url).toBe(url)
        expect(sent.init?.headers).toMatchObject({ Authorization: 'Bearer t0ken', 'x-api-key': 'cl1ent' })
        expect(withoutId(sent.init?.body as string)).toEqual({ ...body, requestId: undefined })
      }),
      { numRuns: 60 },
    )
  })

  test('the Python sample has strings, words and numbers that Python reads as JSON does', () => {
    fc.assert(
      fc.property(json, (context) => {
        const { samples } = sampled({}, context)
        // Outside strings, Python's three words are all that is not JSON; its trailing commas go too.
        const literal = /json=(\{[\s\S]*?\n {4}\}),\n {4}timeout/.exec(samples.python)![1]!
        const asJson = literal.replace(
          /"(?:[^"\\]|\\.)*"|str\(uuid\.uuid4\(\)\)|True|False|None|,(?=\s*[\]}])/g,
          (part) =>
            ({ 'str(uuid.uuid4())': '"id"', True: 'true', False: 'false', None: 'null', ',': '' })[part] ??
            part,
        )
        const recipient = JSON.parse(asJson).recipients[0]
        expect(recipient.context ?? {}).toEqual(context)
      }),
      { numRuns: 60 },
    )
  })
})

test('a sample starts at the beginning of its line and makes a new requestId at every run', () => {
  const { samples } = sampleRequest(call)
  expect(samples.curl).toMatch(/^curl -X POST /)
  expect(samples.curl).toContain('$(date +%s)')
  expect(samples.httpie).toContain('$(date +%s)')
  expect(samples.javascript).toContain('"requestId": crypto.randomUUID()')
  expect(samples.python).toContain('"requestId": str(uuid.uuid4())')
})

test('credentials can be spelled out, for a command that is to run as it is', () => {
  const { samples } = sampleRequest(call, { token: { text: 't0k$en' }, clientId: { text: "o'client" } })
  expect(words(samples.curl)).toEqual(
    expect.arrayContaining(['Authorization: Bearer t0k$en', "x-api-key: o'client"]),
  )
  expect(samples.curl).not.toContain('$CHAPPE')
})

test('a command to copy from a terminal is one line', () => {
  expect(oneLineCurl({ ...call, context: { note: 'a\nb' } }, fromEnvironment)).toMatch(/^curl -X POST .*$/)
})

test('the token commands take the token out of the answer', () => {
  const answer = '{"access_token":"ey.J_9-x","token_type":"bearer","expires_in":86399}'
  const said = sh(
    `curl() { printf '%s' '${answer}'; }\n${sampleRequest(call).token}\nprintf %s "$CHAPPE_TOKEN"`,
  )
  expect(said).toBe('ey.J_9-x')
})
