import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import * as imports from '../app/imports.ts'
import * as profiles from '../app/profiles.ts'
import { aHouse } from '../testing/house.ts'
import { importFile, readImportArguments } from './import-file.ts'

const { ctx } = await aHouse()
const folder = mkdtempSync(join(tmpdir(), 'chappe-test-import-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function aFile(name: string, text: string) {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

async function run(...args: string[]) {
  let said = ''
  const code = await importFile(ctx, readImportArguments(args), (text) => {
    said += text
  })
  return { code, said }
}
const found = async (identity: string) =>
  (await profiles.find(ctx, { namespace: 'email', identity, limit: 1, offset: 0 })).items[0]

test('a file is brought in as it looks, but for what was said, and its mistakes are shown', async () => {
  const path = aFile('people.csv', 'mail,loyalty,town\na@x.fr,gold,Lyon\nnobody,silver,Lille\n')
  const dry = await run(path, '--dry-run', '--map', 'loyalty=attribute:loyalty.tier')
  expect(dry.said).toContain('Dry run complete: 2 lines, 1 created, 0 changed')
  expect(await found('a@x.fr')).toBeUndefined()
  const { code, said } = await run(path, '--map', '2=attribute:loyalty.tier')
  expect(code).toBe(1)
  expect(said).toContain('line 3, mail: Is no email address')
  expect((await found('a@x.fr'))?.attributes).toEqual({
    loyalty: { tier: 'gold' },
    homeAddress: { city: 'Lyon' },
  })
})

test('what cannot be understood is told, not guessed', async () => {
  const path = aFile('x.csv', 'mail\nb@x.fr\n')
  for (const [args, sentence] of [
    [['--map', 'nothing=identity:email'], 'names no column'],
    [['--map', '1=identities:email'], '/mapping/0/target'],
    [['--encoding', 'ebcdic'], '--encoding is one of utf-8'],
    [['--match-by', 'crmid'], 'A column must be identity:crmid'],
  ] as const) {
    const { code, said } = await run(path, ...args)
    expect(code).toBe(1)
    expect(said).toContain(sentence)
  }
  expect((await run(join(folder, 'none.csv'))).said).toBe(`There is no file ${join(folder, 'none.csv')}.\n`)
})

test('an import that was left is resumed by its id', async () => {
  const file = Buffer.from('mail\nc@x.fr\n')
  const { id } = await imports.create(ctx, { filename: 'c.csv', size: file.length })
  await imports.putPiece(ctx, id, 0, file)
  await imports.saveSettings(ctx, id, (await imports.preview(ctx, id, {})).settings)
  await imports.start(ctx, id, { dryRun: false })
  await imports.cancel(ctx, id)
  expect((await run('--resume', id)).said).toContain('Import complete: 1 lines, 1 created')
  expect(await found('c@x.fr')).toBeDefined()
})
