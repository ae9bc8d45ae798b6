import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, verify } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import nodemailer from 'nodemailer'
import { build } from 'rolldown'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compileMail } from '../mime/compile.ts'
import { constant } from '../mime/template.ts'
import { aMail, outcomesOf } from '../testing/conformance.ts'
import { withRelay } from '../testing/stage.ts'
import { relaxedBody } from './canonical.ts'
import { signatures } from './sign.ts'
import { openSigner, type Signer } from './signer.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const ed25519 = generateKeyPairSync('ed25519').privateKey
const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()
const now = () => new Date('2026-11-21T08:09:10Z')

/** Relaxed body canonicalisation, word for word from RFC 6376 3.4.4, with regular expressions. */
function plainRelaxedBody(body: string): string {
  const lines = body
    .replace(/[ \t]+\r\n/g, '\r\n')
    .replace(/[ \t]+$/, '')
    .replace(/[ \t]+/g, ' ')
  const trimmed = lines.replace(/(\r\n)+$/, '')
  return trimmed === '' ? '' : `${trimmed}\r\n`
}

const plainRelaxedField = (field: string): string => {
  const [, name, value] = /^([^:]+):(.*)$/s.exec(field.replace(/\r\n/g, ''))!
  return `${name!.toLowerCase().trimEnd()}:${value!.replace(/[ \t]+/g, ' ').trim()}`
}

/** A verifier after RFC 6376 6.1, sharing nothing with the signer. Answers the tags of each good signature. */
function verified(message: string, keys: KeyObject[]): Record<string, string>[] {
  const [head, ...rest] = message.split('\r\n\r\n')
  const fields = `${head}\r\n`
    .match(/[^\r\n][^\r\n]*\r\n([ \t][^\r\n]*\r\n)*/g)!
    .map((field) => field.replace(/\r\n$/, ''))
  const named = (name: string) => fields.filter((field) => field.toLowerCase().startsWith(`${name}:`))
  return named('dkim-signature').map((field, i) => {
    const tags = Object.fromEntries(
      field
        .replace(/\r\n/g, '')
        .replace(/^[^:]+:/, '')
        .split(';')
        .map((tag) => [
          tag.slice(0, tag.indexOf('=')).trim(),
          tag.slice(tag.indexOf('=') + 1).replace(/\s/g, ''),
        ]),
    )
    const body = plainRelaxedBody(rest.join('\r\n\r\n'))
    expect(tags.bh).toBe(createHash('sha256').update(body).digest('base64'))
    const used = new Map<string, number>()
    const signed = tags.h!.split(':').map((name) => {
      const skip = used.get(name) ?? 0
      used.set(name, skip + 1)
      const found = named(name).reverse()[skip]
      return found === undefined ? '' : `${plainRelaxedField(found)}\r\n`
    })
    const data = signed.join('') + plainRelaxedField(field.replace(/(;\s*b=)[^;]*$/s, '$1'))
    const key = createPublicKey(keys[i]!)
    const signature = Buffer.from(tags.b!, 'base64')
    const good =
      tags.a === 'rsa-sha256'
        ? verify('sha256', Buffer.from(data), key, signature)
        : verify(null, createHash('sha256').update(data).digest(), key, signature)
    expect(good).toBe(true)
    return tags as Record<string, string>
  })
}

const aMessage = (subject: string, html: string) =>
  compileMail({
    from: { name: 'Käthe', address: 'shop@mail.example' },
    subject: constant(subject),
    text: constant('x'),
    html: constant(html),
  }).compose(
    {},
    {
      messageId: 'm1@mail.example',
      date: now(),
      to: { address: 'jürgen@example.org' },
      listUnsubscribe: { url: `https://t.example/${'u'.repeat(90)}` },
    },
  )

const both = [
  { domain: 'mail.example', selector: 'a', key: rsa },
  { domain: 'mail.example', selector: 'b', key: ed25519 },
]

test('both signatures hold for a verifier that shares nothing with the signer', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.string({ maxLength: 300 }),
      (subject, html) => {
        const raw = aMessage(subject, html)
        const signed = signatures(raw, both, now()) + raw.toString()
        const [first, second] = verified(signed, [rsa, ed25519])
        expect(first).toMatchObject({
          v: '1',
          a: 'rsa-sha256',
          c: 'relaxed/relaxed',
          d: 'mail.example',
          s: 'a',
          t: '1795248550',
        })
        expect(second).toMatchObject({ a: 'ed25519-sha256', s: 'b' })
        expect(first!.h).toBe(
          'from:from:to:subject:date:message-id:mime-version:content-type:list-unsubscribe:list-unsubscribe-post',
        )
      },
    ),
    { numRuns: 40 },
  )
})

test('the relaxed body is the one of the RFC, whatever the white space', () => {
  const text = fc.string({ unit: fc.constantFrom(' ', '\t', '\r\n', 'a', 'b', '\r', '\n'), maxLength: 60 })
  fc.assert(
    fc.property(text, (text) => {
      expect(Buffer.from(relaxedBody(Buffer.from(text))).toString()).toBe(plainRelaxedBody(text))
    }),
    { numRuns: 2000 },
  )
})

test('a general mail library signs the same message to the same body hash and the same signature', async () => {
  const raw = aMessage('Été', '<p>  two  spaces\t \n\n</p>\n\n\n')
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  const headerFieldNames =
    'from:to:subject:date:message-id:mime-version:content-type:list-unsubscribe:list-unsubscribe-post'
  const dkim = { domainName: 'mail.example', keySelector: 'a', privateKey: pem(rsa), headerFieldNames }
  const { message } = await transport.sendMail({
    envelope: { from: 'a@b.example', to: ['c@d.example'] },
    raw,
    dkim,
  })
  const theirs = (message as Buffer).toString()
  expect(theirs.endsWith(raw.toString())).toBe(true)
  const [tags] = verified(theirs, [rsa])
  const [ours] = verified(signatures(raw, both, now()) + raw.toString(), [rsa, ed25519])
  expect(ours!.bh).toBe(tags!.bh)
})

test('a From added on the way breaks the signature', () => {
  const raw = aMessage('x', 'y')
  const signed = signatures(raw, both, now())
  expect(() => verified(`${signed}From: evil@example.net\r\n${raw}`, [rsa, ed25519])).toThrow()
  expect(() =>
    verified(`${signed}${raw.toString().replace('Subject: x', 'Subject: z')}`, [rsa, ed25519]),
  ).toThrow()
})

describe('a signing thread', () => {
  let folder: string
  let thread: URL

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dkim-'))
    const file = join(folder, 'dkim-thread.mjs')
    await build({
      input: fileURLToPath(new URL('./thread.ts', import.meta.url)),
      platform: 'node',
      logLevel: 'silent',
      output: { file, format: 'esm' },
    })
    thread = pathToFileURL(file)
  })
  afterAll(() => rm(folder, { recursive: true }))

  const withSigner = async (script: URL, work: (signer: Signer) => Promise<void>, rest?: number) => {
    const signer = openSigner([{ domain: 'mail.example', selector: 'a', pem: pem(rsa) }], now, script, rest)
    try {
      await work(signer)
    } finally {
      await signer.close()
    }
  }

  test('signs exactly as the calling thread does', async () => {
    await withSigner(thread, async (signer) => {
      const messages = Array.from({ length: 20 }, (_, i) => aMessage(`n ${i}`, 'y'))
      const signed = await Promise.all(messages.map((raw) => signer.sign(raw)))
      for (const [i, each] of signed.entries())
        expect(each.toString()).toBe(signatures(messages[i]!, [both[0]!], now()))
    })
  })

  test('that has nothing to do ends, and another one signs what comes later', async () => {
    const begun: Worker[] = []
    const note = (worker: Worker) => void begun.push(worker)
    process.on('worker', note)
    await withSigner(
      thread,
      async (signer) => {
        const first = await signer.sign(aMessage('x', 'y'))
        await expect.poll(() => begun.map(({ threadId }) => threadId)).toEqual([-1])
        expect(await signer.sign(aMessage('x', 'y'))).toEqual(first)
      },
      20,
    )
    process.off('worker', note)
    expect(begun.length).toBeGreaterThan(1)
  })

  test('that cannot run fails its messages instead of keeping them for ever', async () => {
    await withSigner(new URL('./missing.mjs', thread), async (signer) => {
      await expect(signer.sign(aMessage('x', 'y'))).rejects.toThrow()
      await expect(signer.sign(aMessage('x', 'y'))).rejects.toThrow()
    })
  })
})

test('a relay with keys gets signed messages, the octets behind the signature untouched', async () => {
  const settings = {
    dkimDomain: 'mail.example',
    dkimSelector: 'a',
    dkimPrivateKey: pem(rsa),
    dkimSecondSelector: 'b',
    dkimSecondPrivateKey: pem(ed25519),
  }
  for (const offers of [['PIPELINING', 'CHUNKING', 'SIZE'], []])
    await withRelay({ offers, settings }, async ({ sender, relay }) => {
      const raw = aMessage('x', 'y')
      const batch = Array.from({ length: 50 }, (_, i) => aMail({ to: `user${i}@example.org`, raw }))
      const outcomes = await outcomesOf(sender, batch)
      expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true)
      expect(relay.mails).toHaveLength(50)
      for (const mail of relay.mails.slice(0, 3)) {
        expect(mail.raw.endsWith(raw.toString())).toBe(true)
        expect(verified(mail.raw, [rsa, ed25519])).toHaveLength(2)
      }
    })
})
