import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Definition } from '@chappe/core/campaign/schema'
import { beforeAll, describe, expect, test } from 'vitest'
import * as audiences from '../../app/audiences.ts'
import * as campaigns from '../../app/campaigns.ts'
import * as byKey from '../../app/campaigns-by-key.ts'
import * as folders from '../../app/folders.ts'
import * as languages from '../../app/languages.ts'
import * as versions from '../../app/versions.ts'
import { readConfig } from '../../config.ts'
import type { Ctx } from '../../context.ts'
import { aConfiguration, aDraft, aRunningCampaign } from '../../testing/campaigns.ts'
import { aLiveFragment, ref } from '../../testing/content.ts'
import { aHouse } from '../../testing/house.ts'
import { aClient } from '../../testing/people.ts'
import { anHttpServer } from '../../testing/server.ts'
import { aFolder, run, theCommandLine } from '../../testing/trial.ts'
import { runCommand } from '../command.ts'
import { campaignCommands } from './commands.ts'

const { house, ctx, otherCtx } = await aHouse()
const server = anHttpServer(house)
const url = await server.app.listen({ port: 0, host: '127.0.0.1' })
const client = await aClient(house)
const environment = { CHAPPE_URL: url, CHAPPE_CLIENT_ID: client.id, CHAPPE_CLIENT_SECRET: client.secret }

/** Runs `chappe` against the server; answers its exit code and all that it said. */
async function chappe(
  args: string[],
  { env = {}, input = '' }: { env?: Record<string, string>; input?: string } = {},
) {
  let said = ''
  const say = (text: string) => {
    said += text
  }
  const config = () => readConfig({ ...environment, ...env })
  const commands = campaignCommands(config, async () => input)
  const code = await runCommand(commands, args, { print: say, complain: say })
  return { code, said }
}

const folder = aFolder()
function aFile(path: string, text: string): string {
  const whole = join(folder, path)
  mkdirSync(join(whole, '..'), { recursive: true })
  writeFileSync(whole, text)
  return whole
}

const receipt = (key: string, subject = 'Order {{context.order}}') => `apiVersion: chappe/v1
kind: Campaign
metadata:
  key: ${key}
  name: Receipt ${key}
  tags: [Shop]
  folder: [Shop, Mails]
spec:
  kind: api_triggered
  category: transactional
  definition:
    channelConfiguration: shop-mail
    content:
      subject: "${subject}"
      html: |
        <p>Thank you</p>
        <p>{{context.order}}</p>
      text: Thank you
`
const audience = (at: Ctx, name: string) =>
  audiences.create(at, {
    name,
    description: '',
    tags: [],
    schedule: null,
    definition: { kind: 'list', columns: [] },
  })

beforeAll(async () => {
  for (const at of [ctx, otherCtx]) {
    await aConfiguration(at, { name: 'shop-mail' })
    await audience(at, 'Customers')
    await audience(at, 'Staff')
    await languages.create(at, {
      name: 'European',
      attribute: 'preferredLanguage',
      locales: ['en', 'fr'],
      defaultLocale: 'en',
      fallbacks: {},
    })
    await aLiveFragment(at, '<p>Footer</p>', { name: 'Footer' })
  }
})

describe('chappe apply', () => {
  test('creates, shows changes, changes, and changes nothing the second time', async () => {
    const file = aFile('receipt.yaml', receipt('receipt'))
    const dry = await chappe(['apply', '-f', file, '--dry-run'])
    expect(dry).toEqual({ code: 0, said: '+ receipt would be created\n' })
    await expect(byKey.get(ctx, 'receipt')).rejects.toThrow('No campaign')
    expect(await chappe(['apply', '-f', file])).toEqual({ code: 0, said: '+ receipt created\n' })
    const made = await byKey.get(ctx, 'receipt')
    expect(made).toMatchObject({
      name: 'Receipt receipt',
      status: 'draft',
      tags: ['Shop'],
      createdBy: 'Shop',
    })
    expect(await folders.pathOf(ctx, 'campaign', made.folderId)).toEqual(['Shop', 'Mails'])
    expect(await chappe(['apply', '-f', file])).toEqual({ code: 0, said: '= receipt unchanged\n' })
    expect(await byKey.get(ctx, 'receipt')).toEqual(made)
    aFile('receipt.yaml', receipt('receipt', 'Your order').replace('<p>Thank you</p>', '<h1>Thanks</h1>'))
    const changes = [
      '    definition.content.subject: "Order {{context.order}}" → "Your order"',
      '    definition.content.html:',
      '      @@ line 1',
      '      -<p>Thank you</p>',
      '      +<h1>Thanks</h1>',
      '',
    ].join('\n')
    const shown = await chappe(['apply', '-f', file, '--dry-run'])
    expect(shown).toEqual({ code: 0, said: `~ receipt would be changed\n${changes}` })
    expect(await chappe(['apply', '-f', file])).toEqual({ code: 0, said: `~ receipt changed\n${changes}` })
  })

  test('activates what is ready, and edits a draft beside what is live', async () => {
    const file = aFile('live.yaml', receipt('live'))
    expect(await chappe(['apply', '-f', file, '--activate'])).toEqual({
      code: 0,
      said: '+ live created and live\n',
    })
    aFile('live.yaml', receipt('live', 'Another'))
    expect((await chappe(['apply', '-f', file])).said).toContain('~ live changed (a draft beside version 1)')
    const dry = await chappe(['apply', '-f', file, '--activate', '--dry-run'])
    expect(dry.said).toBe('~ live would be activated and would be live\n')
    expect((await chappe(['apply', '-f', file, '--activate'])).said).toBe('~ live activated and live\n')
    expect((await chappe(['apply', '-f', file, '--activate'])).said).toBe('= live unchanged\n')
    expect(await byKey.get(ctx, 'live')).toMatchObject({ status: 'live', liveVersion: 2, draftVersion: null })
  })

  test('shows what is not ready where the files say it, and leaves that campaign as it was', async () => {
    aFile('unready/mail.html', '<p>one</p>\n<p>{{ context. }}</p>\n')
    const unready = receipt('unready', '').replace(
      /html: \|[\s\S]*text:/,
      'html: { file: mail.html }\n      text:',
    )
    aFile('unready/a.yaml', unready)
    aFile('unready/b.yml', receipt('ready'))
    const { code, said } = await chappe(['apply', '-f', join(folder, 'unready'), '--activate'])
    expect(code).toBe(1)
    expect(said).toContain('! unready was not changed')
    expect(said).toMatch(/a\.yaml:14:16: .*subject/i)
    expect(said).toMatch(/unready\/mail\.html:2:\d+: /)
    expect(said).toContain('+ ready created and live')
    expect(said).toContain('Not applied: 1 of 2 campaigns.')
    await expect(byKey.get(ctx, 'unready')).rejects.toThrow('No campaign')
  })

  test('tells every mistake of every file with its line and column, and does nothing', async () => {
    const wrong = `apiVersion: chappe/v1
kind: Campaign
metadata:
  key: wrong one
  nam: x
spec:
  kind: api_triggered
  category: spam
  definition:
    channelConfiguration: shop-male
    chanel: email
    audience:
      name: Nobody
      exclude: [Staff, Ghosts]
    content:
      subject: { file: x }
      html: { file: ../secret }
      text: { file: missing.txt }
      subjet: x
      preheader: '{{ fragment id="name:Header" }}'
    trigger: { kind: at, at: tomorrow, timeZone: Mars/Base }
---
apiVersion: chappe/v2
kind: Campaign
metadata: { key: receipt, name: x, name: y }
`
    const first = aFile('mistakes/a.yaml', receipt('fine'))
    const second = aFile('mistakes/b.yaml', wrong)
    const twice = aFile('mistakes/c.yaml', `# the same\n${receipt('fine')}`)
    const { code, said } = await chappe(['apply', '-f', join(folder, 'mistakes')])
    expect(code).toBe(1)
    const told = said.split('\n').map((line) => line.replace(`${folder}/mistakes/`, ''))
    for (const expected of [
      /^b\.yaml:4:8: Write letters/,
      /^b\.yaml:5:3: There is no nam here: is name meant\?/,
      /^b\.yaml:4:3: name is missing/,
      /^b\.yaml:8:13: Invalid option/,
      /^b\.yaml:10:27: There is no channel configuration shop-male \(there are: shop-mail\)/,
      /^b\.yaml:11:5: There is no chanel here/,
      /^b\.yaml:13:13: There is no audience Nobody/,
      /^b\.yaml:14:24: There is no audience Ghosts/,
      /^b\.yaml:16:16: /,
      /^b\.yaml:17:21: A file is beside the YAML/,
      /^b\.yaml:18:21: There is no file .*missing\.txt/,
      /^b\.yaml:20:18: There is no fragment Header \(there are: Footer\)/,
      /^b\.yaml:21:30: Write a local date and time/,
      /^b\.yaml:21:50: There is no time zone Mars/,
      /^b\.yaml:25:36: Map keys must be unique/,
      /^c\.yaml:5:8: fine is in .*a\.yaml:1 already/,
    ])
      expect(told).toContainEqual(expect.stringMatching(expected))
    expect(said).toMatch(/\d+ mistakes\. Nothing was changed\.\n$/)
    await expect(byKey.get(ctx, 'fine')).rejects.toThrow('No campaign')
    expect((await chappe(['apply', '-f', first, '-f', second, '-f', twice])).said).toContain(
      'Nothing was changed',
    )
  })

  test('reads what is beside the YAML, but follows no link away from there', async () => {
    const secret = aFile('secret.txt', 'the secret of this machine')
    const yaml = aFile(
      'links/a.yaml',
      receipt('links').replace('text: Thank you', 'text: { file: text.txt }'),
    )
    symlinkSync(secret, join(folder, 'links/text.txt'))
    const { code, said } = await chappe(['apply', '-f', yaml, '--dry-run'])
    expect([code, said]).toEqual([1, expect.stringContaining('A file is beside the YAML')])
    expect(said).not.toContain('secret of')
    rmSync(join(folder, 'links/text.txt'))
    // As a folder that is mounted has its files: links to a folder of it.
    aFile('links/..data/text.txt', 'Thanks')
    symlinkSync('..data/text.txt', join(folder, 'links/text.txt'))
    symlinkSync(join(folder, 'links'), join(folder, 'linked'))
    const linked = await chappe(['apply', '-f', join(folder, 'linked')])
    expect(linked).toEqual({ code: 0, said: '+ links created\n' })
  })

  test('reads the standard input, and speaks for another sandbox with a token', async () => {
    const env = { CHAPPE_CLIENT_ID: '', CHAPPE_CLIENT_SECRET: '', CHAPPE_TOKEN: client.token }
    const piped = await chappe(['apply', '-f', '-', '--sandbox', 'dev'], { input: receipt('piped'), env })
    expect(piped).toEqual({ code: 0, said: '+ piped created\n' })
    expect((await byKey.get(otherCtx, 'piped')).name).toBe('Receipt piped')
    await expect(byKey.get(ctx, 'piped')).rejects.toThrow('No campaign')
    const wrong = await chappe(['apply', '-f', '-'], { input: 'a: [', env })
    expect([wrong.code, wrong.said]).toEqual([1, expect.stringMatching(/^stdin:1:\d: /)])
  })

  test('says in a sentence what keeps it from working', async () => {
    const file = aFile('x.yaml', receipt('x'))
    const nobody = { CHAPPE_CLIENT_ID: '', CHAPPE_CLIENT_SECRET: '' }
    for (const [args, env, code, sentence] of [
      [['apply'], {}, 2, 'Say which file: -f campaign.yaml'],
      [['apply', '-f', file, '--prune'], {}, 2, "Unknown option '--prune'"],
      [['apply', '-f', join(folder, 'none.yaml')], {}, 1, 'There is no file'],
      [
        ['apply', '-f', aFile('empty/x.txt', 'x').replace('/x.txt', '')],
        {},
        1,
        'There is no campaign in there',
      ],
      [['apply', '-f', file], nobody, 1, 'Say who you are: CHAPPE_TOKEN'],
      [['apply', '-f', file, '--client-secret', 'wrong'], {}, 1, 'gives no token'],
      [['apply', '-f', file, '--sandbox', 'nowhere'], {}, 1, 'Name one of your sandboxes'],
      [['apply', '-f', file, '--url', 'http://127.0.0.1:9'], {}, 1, 'does not answer'],
      [['export'], {}, 2, 'Say which campaigns'],
      [['export', 'nothing'], {}, 1, 'There is no campaign nothing in this sandbox'],
    ] as const) {
      const answer = await chappe([...args], { env })
      expect([answer.code, answer.said]).toEqual([code, expect.stringContaining(sentence)])
      expect(answer.said).not.toContain('    at ')
    }
    const reader = await aClient(house, { scopes: ['campaigns:read', 'campaigns:write'] })
    const limited = { CHAPPE_CLIENT_ID: reader.id, CHAPPE_CLIENT_SECRET: reader.secret }
    const { said } = await chappe(['apply', '-f', file], { env: limited })
    expect(said).toContain('The API client may not read any channel configuration')
  })

  test('keeps what cannot change any more, and says where it is written', async () => {
    const file = aFile('over.yaml', receipt('over'))
    await chappe(['apply', '-f', file, '--activate'])
    await campaigns.stop(ctx, (await byKey.get(ctx, 'over')).id)
    expect((await chappe(['apply', '-f', file, '--activate'])).said).toBe('= over unchanged\n')
    aFile('over.yaml', receipt('over', 'Late').replace('name: Receipt over', 'name: Late'))
    const { code, said } = await chappe(['apply', '-f', file])
    expect(code).toBe(1)
    expect(said).toContain('over.yaml:5:9: Cannot change any more')
    expect(said).toContain('over.yaml:14:16: Cannot change any more')
  })
})

describe('chappe export', () => {
  const id = async (at: Ctx, name: string) =>
    (await audiences.list(at, { search: name, limit: 10, offset: 0, sort: 'name', order: 'asc' })).items[0]!
      .id
  let exported: string
  const everything = async () => {
    const { definition: plain } = await versions.get(ctx, (await aDraft(ctx, { name: 'Plain' })).id, 1)
    const footer = await aLiveFragment(ctx, '<p>Bye</p>', { name: 'Goodbye' })
    const { channelConfigurationId } = plain
    const content = { subject: 'Été ✉', html: `<p>\n${ref(footer)}</p>\n`, text: 'One\r\ntwo' }
    return Definition.parse({
      channelConfigurationId,
      content,
      languages: { locales: ['en', 'fr'], defaultLocale: 'en' },
      translations: { fr: { ...content, subject: 'Bonjour' } },
      audience: { id: await id(ctx, 'Customers'), exclude: [await id(ctx, 'Staff')] },
      trigger: { kind: 'at', at: '2027-07-01T09:00', timeZone: 'Europe/Paris' },
      variants: [{ id: 'reminder', name: 'Reminder', content, channelConfigurationId }],
      actions: ['reminder'],
    })
  }

  test('writes what apply takes back without any change', async () => {
    const definition = await everything()
    const news = await campaigns.create(ctx, {
      kind: 'action',
      category: 'transactional',
      channel: 'email',
      name: 'Été: news',
      description: 'Two\nlines',
      tags: ['a, b'],
      highThroughput: false,
      definition,
    })
    const running = await aRunningCampaign(ctx, { name: 'Running' })
    await campaigns.archive(ctx, (await aRunningCampaign(ctx, { name: 'Archived' })).id)
    exported = join(folder, 'exported')
    const { code, said } = await chappe(['export', '--all', '-o', exported])
    expect([code, said]).toEqual([0, expect.stringContaining(join(exported, 'Ete-news.yaml'))])
    const written = readdirSync(exported)
    expect(written).toEqual(
      expect.arrayContaining([
        'Ete-news.yaml',
        'Ete-news.html',
        'Ete-news.txt',
        'Ete-news.fr.html',
        'Ete-news.reminder.html',
        'Running.yaml',
        'receipt.yaml',
      ]),
    )
    expect(written).not.toContain('Archived.yaml')
    const yaml = readFileSync(join(exported, 'Ete-news.yaml'), 'utf8')
    expect(yaml).toContain(`key: ${news.id}`)
    expect(yaml).toContain('name: Customers')
    expect(readFileSync(join(exported, 'Ete-news.html'), 'utf8')).toContain('id="name:Goodbye"')
    const before = await campaigns.get(ctx, news.id)
    const applied = await chappe(['apply', '-f', exported])
    expect(applied.said).not.toMatch(/^[^=]/m)
    expect(applied.code).toBe(0)
    expect(await campaigns.get(ctx, news.id)).toEqual(before)
    const printed = await chappe(['export', news.id, running.id, '--name', 'receipt'])
    const again = await chappe(['apply', '-f', '-'], { input: printed.said })
    expect(again.said).not.toMatch(/^[^=]/m)
    expect(again.said.split('\n').length).toBeGreaterThan(3)
  })

  test('writes what another sandbox takes, whose names lead to things of its own', async () => {
    const { said: printed } = await chappe(['export', 'receipt'])
    const { said } = await chappe(['apply', '-f', '-', '--sandbox', 'dev'], { input: printed })
    expect(said).toBe('+ receipt created\n')
    const { id } = await byKey.get(otherCtx, 'receipt')
    const { definition } = await versions.get(otherCtx, id, 1)
    const ours = await versions.get(ctx, (await byKey.get(ctx, 'receipt')).id, 1)
    expect(definition.content).toEqual(ours.definition.content)
    expect(definition.channelConfigurationId).not.toBe(ours.definition.channelConfigurationId)
  })
})

test('the program does all of it: from its environment, its arguments and its standard input', async () => {
  const program = await theCommandLine()
  const file = aFile('process.yaml', receipt('process'))
  async function ran(args: string[], input?: string) {
    const running = run(program, args, environment)
    running.child.stdin?.end(input)
    return { code: await running.heard, said: running.said() }
  }
  expect(await ran(['apply', '-f', file])).toEqual({ code: 0, said: '+ process created\n' })
  const { said } = await ran(['export', 'process'])
  expect(said).toContain('key: process\n')
  expect(await ran(['apply', '-f', '-'], said.replace('chappe/v1', 'v2'))).toEqual({
    code: 1,
    said: 'stdin:1:13: Write apiVersion: chappe/v1\n1 mistake. Nothing was changed.\n',
  })
})

test('the program goes on to its end when nobody listens any more', async () => {
  const program = await theCommandLine()
  const into = aFolder()
  const { child, said, ended } = run(program, ['export', '--all', '-o', into], environment)
  child.stdout!.destroy()
  child.stdin!.end()
  expect([await ended, said()]).toEqual([0, ''])
  expect(readdirSync(into).length).toBeGreaterThan(1)
})
