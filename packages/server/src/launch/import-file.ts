import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import {
  encodings,
  type Import,
  ImportSettings,
  type ImportSettingsInput,
  importLimits,
  separators,
} from '@chappe/core/import/schema'
import { Problem } from '@chappe/core/kit/problem'
import { carryOut } from '../app/imports/carry-out.ts'
import * as imports from '../app/imports.ts'
import type { Ctx } from '../context.ts'
import * as store from '../store/imports.ts'
import { anyAlive } from '../store/workers.ts'

const options = {
  map: { type: 'string', multiple: true },
  'match-by': { type: 'string' },
  'create-only': { type: 'boolean' },
  'overwrite-consents': { type: 'boolean' },
  'empty-cells-remove': { type: 'boolean' },
  encoding: { type: 'string' },
  separator: { type: 'string' },
  'no-header': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  sandbox: { type: 'string' },
  resume: { type: 'boolean' },
} as const

export const importHelp = `  chappe import people.csv [options]
  chappe import --resume <id of an import>

  --map COLUMN=TARGET     what a column is, by its heading or its number from 1; as often as needed. Targets:
                          identity:<namespace>, attribute:<path>, consent:<channel>[/<topic>], test, ignore.
                          Columns that are not named are taken as their headings and cells suggest.
  --match-by NAMESPACE    the identity that decides who a line is about
  --create-only           a line about somebody who is there is a mistake
  --overwrite-consents    what people have chosen before does not stay
  --empty-cells-remove    an empty cell takes an attribute away
  --encoding, --separator, --no-header   instead of what the file looks like
  --dry-run               count and compare, write nothing
  --sandbox NAME          prod unless said otherwise

Beside a running Chappe its worker does it, and this command shows how it goes; otherwise the command does it itself.
Ctrl-C leaves it where it is. Lines with mistakes are left out and shown.`

/** What was typed; throws a TypeError with a sentence for what is not understood. */
export const readImportArguments = (args: readonly string[]) =>
  parseArgs({ args: [...args], options, allowPositionals: true })

type Arguments = ReturnType<typeof readImportArguments>

/** Brings a file in and waits for the end. Answers the exit code. */
export async function importFile(
  ctx: Ctx,
  { values, positionals: [what = ''] }: Arguments,
  print: (text: string) => void,
): Promise<number> {
  const isAlone = !(await anyAlive(ctx.db))
  // Who does it alone leaves the job to a worker for when it is killed.
  const later = isAlone ? 600 : 0
  try {
    const id = values.resume ? what : await prepared(ctx, what, values, print)
    const begun = values.resume
      ? await imports.resume(ctx, id, later)
      : await imports.start(ctx, id, { dryRun: values['dry-run'] ?? false }, later)
    const show = progressOf(print)
    if (isAlone) await doAlone(ctx, begun, show)
    return await follow(ctx, id, show, print)
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') {
      print(`There is no file ${what}.\n`)
      return 1
    }
    if (!(error instanceof Problem)) throw error
    print(`${error.message}\n`)
    for (const { pointer, detail } of error.extra.errors ?? []) print(`  ${pointer}: ${detail}\n`)
    return 1
  }
}

async function prepared(
  ctx: Ctx,
  path: string,
  values: Arguments['values'],
  print: (text: string) => void,
): Promise<string> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const { id } = await imports.create(ctx, { filename: basename(path), size })
    print(`Import ${id}\n`)
    const piece = Buffer.alloc(importLimits.piece)
    for (let at = 0; at < size; ) {
      const { bytesRead } = await file.read(piece, 0, piece.length, at)
      if (bytesRead === 0) throw new Problem('request/invalid', 'The file has become shorter meanwhile.')
      await imports.putPiece(ctx, id, at, piece.subarray(0, bytesRead))
      at += bytesRead
    }
    const preview = await imports.preview(ctx, id, {
      encoding: oneOf('encoding', encodings, values.encoding),
      separator: oneOf('separator', separators, values.separator === 'tab' ? '\t' : values.separator),
      header: values['no-header'] ? 'false' : undefined,
    })
    const given: ImportSettingsInput = {
      ...preview.settings,
      mapping: mappingOf(preview, values.map ?? []),
      ...(values['match-by'] !== undefined && { matchBy: values['match-by'] }),
      ...(values['create-only'] && { mode: 'create' as const }),
      ...(values['overwrite-consents'] && { consents: 'overwrite' as const }),
      ...(values['empty-cells-remove'] && { emptyCells: 'remove' as const }),
    }
    const settings = ImportSettings.safeParse(given)
    if (!settings.success)
      throw new Problem('request/invalid', 'The mapping cannot be read.', {
        errors: settings.error.issues.map(({ path, message }) => ({
          pointer: `/${path.join('/')}`,
          detail: message,
        })),
      })
    for (const { column, target } of settings.data.mapping)
      print(`  ${preview.columns[column]?.name ?? column + 1} → ${target}\n`)
    await imports.saveSettings(ctx, id, settings.data)
    return id
  } finally {
    await file.close()
  }
}

function oneOf<T extends string>(name: string, all: readonly T[], given: string | undefined): T | undefined {
  if (given === undefined) return undefined
  const found = all.find((one) => one === given)
  if (found === undefined) throw new Problem('request/invalid', `--${name} is one of ${all.join(' ')}`)
  return found
}

function mappingOf(
  { columns, settings }: Awaited<ReturnType<typeof imports.preview>>,
  said: readonly string[],
): NonNullable<ImportSettingsInput['mapping']> {
  const mapping = new Map(settings.mapping.map((one) => [one.column, one]))
  for (const one of said) {
    const cut = one.lastIndexOf('=')
    const [name, target] = [one.slice(0, cut), one.slice(cut + 1)]
    const column =
      columns.find((known) => known.name === name)?.column ??
      (/^\d+$/.test(name) ? Number(name) - 1 : undefined)
    if (cut < 1 || column === undefined || !columns[column])
      throw new Problem('request/invalid', `--map ${one} names no column: write its heading or its number.`)
    // Whoever else was guessed to be this makes room.
    for (const [other, guess] of mapping) if (guess.target === target) mapping.delete(other)
    mapping.set(column, { column, target })
  }
  return [...mapping.values()]
}

type Show = (now: Import) => void

function progressOf(print: (text: string) => void): Show {
  let shown = -1
  return ({ size, progress, counts }) => {
    const tenth = Math.floor((progress.bytes / size) * 10)
    if (tenth === shown) return
    shown = tenth
    const rate = progress.rowsPerSecond === null ? '' : `, ${Math.round(progress.rowsPerSecond)} a second`
    print(`${tenth * 10} %: ${counts.read} lines${rate}\n`)
  }
}

async function doAlone(ctx: Ctx, { id }: Import, show: Show): Promise<void> {
  const { run } = await store.get(ctx.db, ctx.sandboxId, id)
  await carryOut(ctx, { sandboxId: ctx.sandboxId, importId: id, run }, async () => {
    show(await imports.get(ctx, id))
    return true
  })
}

const shownErrors = 20

async function follow(ctx: Ctx, id: string, show: Show, print: (text: string) => void): Promise<number> {
  let now = await imports.get(ctx, id)
  while (now.status === 'running') {
    show(now)
    await new Promise((resolve) => setTimeout(resolve, 500))
    now = await imports.get(ctx, id)
  }
  const { read, created, changed, unchanged, duplicates, failed } = now.counts
  print(
    `${now.dryRun ? 'Dry run' : 'Import'} ${now.status === 'ready' ? 'complete' : now.status}: ${read} lines, ${created} created, ${changed} changed, ${unchanged} unchanged, ${duplicates} duplicates, ${failed} failed\n`,
  )
  if (now.failure !== null) print(`${now.failure}\n`)
  let left = shownErrors
  for await (const errors of store.errors(ctx.db, ctx.sandboxId, id)) {
    for (const { line, columnName, reason } of errors.slice(0, left))
      print(`  line ${line}${columnName && `, ${columnName}`}: ${reason}\n`)
    left -= Math.min(left, errors.length)
    if (left === 0) break
  }
  if (left === 0) print(`All of them: GET /v1/imports/${id}/errors.csv\n`)
  return failed > 0 || (now.status !== 'complete' && now.status !== 'ready') ? 1 : 0
}
