import { Definition } from '@chappe/core/campaign/schema'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Ctx } from '../context.ts'
import { aCampaignHouse, aDraft } from '../testing/campaigns.ts'
import * as languages from './languages.ts'
import { exported, imported } from './translations.ts'
import * as versions from './versions.ts'

let ctx: Ctx
beforeAll(async () => {
  ctx = (await aCampaignHouse()).ctx
})

const content = {
  subject: 'Order {{context.number}}',
  html: '<html lang="en"><p>Hello <b>you</b></p><p>Thank you</p><p>Thank you</p></html>',
}
const settings = { locales: ['en', 'fr', 'de'], defaultLocale: 'en' }
const aTranslated = () => aDraft(ctx, { name: 'Été / 2026', definition: { content, languages: settings } })

type Json = { units: { id: string; source: string; target: string }[] }
const asJson = async (id: string, locale = 'fr') => {
  const { text } = await exported(ctx, id, locale, 'json')
  return JSON.parse(text) as Json
}
const put = (id: string, file: object | string, revision = 1, locale = 'fr') =>
  imported(ctx, id, locale, { revision, text: typeof file === 'string' ? file : JSON.stringify(file) })
const withTargets = (file: Json, targets: Record<string, string>) => ({
  ...file,
  units: file.units.map((unit) => ({ ...unit, target: targets[unit.source] ?? '' })),
})
const french = {
  'Order {{1}}': 'Commande {{1}}',
  'Hello {{1}}you{{2}}': 'Bonjour {{1}}vous{{2}}',
  'Thank you': 'Merci',
}

describe('a translation', () => {
  test('goes out with the draft’s texts and comes back into it', async () => {
    const { id } = await aTranslated()
    const out = await exported(ctx, id, 'fr', 'xliff')
    expect(out).toMatchObject({ filename: 'Été-2026.en-fr.xlf', mediaType: 'application/xliff+xml' })
    expect(out.text).toContain('<x id="1" ctype="x-value" equiv-text="{{context.number}}"/>')
    const back = await put(id, withTargets(await asJson(id), french))
    expect(back).toMatchObject({ revision: 2, applied: 4, skipped: [] })
    expect(back.definition.translations.fr).toMatchObject({
      subject: 'Commande {{context.number}}',
      html: '<html lang="fr"><p>Bonjour <b>vous</b></p><p>Merci</p><p>Merci</p></html>',
    })
    expect((await versions.get(ctx, id, 1)).definition).toEqual(back.definition)
  })

  test('is exported with what is translated already, and keeps it where the file says nothing', async () => {
    const { id } = await aTranslated()
    await put(id, withTargets(await asJson(id), french))
    const again = await asJson(id)
    expect(again.units.map(({ target }) => target)).toEqual([
      'Commande {{1}}',
      'Bonjour {{1}}vous{{2}}',
      'Merci',
      'Merci',
    ])
    const { applied, skipped, definition } = await put(
      id,
      withTargets(again, { 'Thank you': 'Merci bien' }),
      2,
    )
    expect({ applied, skipped: skipped.map(({ reason }) => reason) }).toEqual({
      applied: 2,
      skipped: ['empty', 'empty'],
    })
    expect(definition.translations.fr!.html).toContain('Bonjour <b>vous</b></p><p>Merci bien</p>')
  })

  test('tells the texts whose source has changed, and finds those that only moved', async () => {
    const { id } = await aTranslated()
    const file = withTargets(await asJson(id), french)
    const { definition } = await versions.get(ctx, id, 1)
    const html = '<html lang="en"><p>New</p><p>Hello <b>all</b></p><p>Thank you</p></html>'
    await versions.saveDraft(ctx, id, {
      revision: 1,
      definition: { ...definition, content: { ...definition.content, subject: 'Your order', html } },
    })
    const { applied, skipped, definition: after } = await put(id, file, 2)
    expect(skipped.map(({ unit, reason }) => [unit.split('~')[0], reason])).toEqual([
      ['subject/0', 'source-changed'],
      ['html/0', 'source-changed'],
    ])
    expect(applied).toBe(1)
    expect(after.translations.fr).toMatchObject({
      subject: 'Your order',
      html: '<html lang="fr"><p>New</p><p>Hello <b>all</b></p><p>Merci</p></html>',
    })
  })

  test('leaves texts that lost their markup, and those of another campaign', async () => {
    const { id } = await aTranslated()
    const file = withTargets(await asJson(id), { 'Hello {{1}}you{{2}}': 'Bonjour {{1}}vous' })
    const strange = { id: 'html/99~abc', source: 'x', target: 'y' }
    const { skipped } = await put(id, { ...file, units: [...file.units.slice(1, 2), strange] })
    expect(skipped.map(({ reason }) => reason)).toEqual(['markup', 'unknown'])
  })

  test('is refused into a language that the campaign has not, or that the file is not in', async () => {
    const { id } = await aTranslated()
    const file = await asJson(id)
    for (const locale of ['en', 'it'])
      await expect(exported(ctx, id, locale, 'json')).rejects.toMatchObject({ type: 'request/invalid' })
    await expect(put(id, file, 1, 'de')).rejects.toMatchObject({
      type: 'request/invalid',
      message: expect.stringContaining('into fr'),
    })
    await expect(put(id, 'rubbish')).rejects.toMatchObject({ type: 'request/invalid' })
    await expect(put(id, '{"units": 3}')).rejects.toMatchObject({ type: 'request/invalid' })
    const long = { ...file, units: [{ ...file.units[0], target: 'x'.repeat(2_000) }] }
    await expect(put(id, long)).rejects.toMatchObject({
      type: 'request/invalid',
      message: expect.stringContaining('subject'),
    })
  })

  test('overwrites nobody’s work', async () => {
    const { id } = await aTranslated()
    const file = withTargets(await asJson(id), french)
    await put(id, file)
    await expect(put(id, file, 1)).rejects.toMatchObject({ type: 'request/stale' })
  })

  test('of a design is compiled when it comes in', async () => {
    const text = (words: string) => ({
      type: 'doc',
      content: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }],
    })
    const block = { id: 't', kind: 'text', text: text('Hello you') }
    const columns = [{ id: 'c', background: null, blocks: [block] }]
    const design = { version: 1, sections: [{ id: 's', kind: 'section', layout: '1', columns }] }
    const definition = Definition.parse({ content: { subject: 'Hi', design }, languages: settings })
    const { id } = await aDraft(ctx, { definition })
    const file = withTargets(await asJson(id), { 'Hello you': 'Bonjour à vous' })
    const { definition: after } = await put(id, file)
    expect(after.translations.fr!.html).toContain('Bonjour à vous')
    expect(after.translations.fr!.html).toMatch(/<html[^>]* lang="fr"/)
  })
})

test('language settings have a name of their own and are saved once by revision', async () => {
  const given = { name: 'Europe', attribute: 'preferredLanguage', fallbacks: { 'fr-CA': 'fr' }, ...settings }
  const made = await languages.create(ctx, given)
  expect(made).toMatchObject({ ...given, revision: 1, createdBy: 'Ada' })
  await expect(languages.create(ctx, { ...given, name: 'EUROPE' })).rejects.toMatchObject({
    type: 'language/name-taken',
  })
  const saved = await languages.save(ctx, made.id, { ...given, name: 'EU', revision: 1 })
  expect(saved).toMatchObject({ name: 'EU', revision: 2 })
  await expect(languages.save(ctx, made.id, { ...given, revision: 1 })).rejects.toMatchObject({
    type: 'request/stale',
  })
  expect((await languages.list(ctx)).items.map(({ name }) => name)).toEqual(['EU'])
  expect((await languages.list({ ...ctx, sandboxId: -1 })).items).toEqual([])
  await languages.remove(ctx, made.id)
  await expect(languages.remove(ctx, made.id)).rejects.toMatchObject({ type: 'language/not-found' })
})
