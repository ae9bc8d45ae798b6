import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getCampaignByKey, listCampaigns } from '@chappe/core/api/campaigns'
import { listFolders } from '@chappe/core/api/folders'
import { getVersion } from '@chappe/core/api/versions'
import type { Campaign, Definition } from '@chappe/core/campaign/schema'
import { pathTo } from '@chappe/core/folder/tree'
import { Problem } from '@chappe/core/kit/problem'
import { Refusal } from '../refusal.ts'
import type { Path } from './places.ts'
import { all, namesOf, type Remote } from './remote.ts'
import { type Files, writeCampaign } from './write.ts'

export interface ExportOptions {
  /** Ids or keys. */
  readonly ids: readonly string[]
  /** Every campaign that is not archived. */
  readonly all: boolean
  /** Those whose name has this in it. */
  readonly name: string | undefined
  /** Folder to write files into; undefined: everything is printed. */
  readonly into: string | undefined
}

/** Writes campaigns down as `apply` reads them: their draft, or else what is live. Answers the exit code. */
export async function exportCampaigns(
  remote: Remote,
  options: ExportOptions,
  print: (text: string) => void,
): Promise<number> {
  const { names } = await namesOf(remote)
  const campaigns = await wanted(remote, options)
  if (campaigns.length === 0) throw new Refusal('There is no such campaign.')
  const { items: folders } = await remote.call(listFolders, { query: {} })
  const taken = new Set<string>()
  for (const [i, campaign] of campaigns.entries()) {
    const { definition } = await remote.call(getVersion, {
      params: { id: campaign.id, number: campaign.draftVersion ?? campaign.liveVersion ?? 1 },
    })
    const key = campaign.key ?? campaign.id
    const folder = pathTo(folders, campaign.folderId).map((one) => one.name)
    const told = { ...campaign, key, folder, definition }
    if (options.into === undefined) {
      print(`${i === 0 ? '' : '---\n'}${writeCampaign(told, names)}`)
      continue
    }
    const base = unused(taken, slug(campaign.key ?? campaign.name) || campaign.id, '.yaml')
    const files = filesFor(base, definition, taken)
    const text = writeCampaign(told, names, files)
    mkdirSync(options.into, { recursive: true })
    for (const [name, content] of [[`${base}.yaml`, text], ...files.written] as const)
      writeFileSync(join(options.into, name), content)
    print(`${join(options.into, `${base}.yaml`)}\n`)
  }
  return 0
}

async function wanted({ call }: Remote, { ids, name, all: everything }: ExportOptions): Promise<Campaign[]> {
  const found: Campaign[] = []
  for (const key of ids)
    found.push(
      await call(getCampaignByKey, { params: { key } }).catch((error: unknown) => {
        const isUnknown =
          error instanceof Problem && ['campaign/not-found', 'request/invalid'].includes(error.type)
        throw isUnknown ? new Refusal(`There is no campaign ${key} in this sandbox.`) : error
      }),
    )
  if (everything || name !== undefined) {
    const search = name === undefined ? {} : { search: name }
    const query = { ...search, sort: 'createdAt', order: 'asc' } as const
    found.push(...(await all((page) => call(listCampaigns, { query: { ...query, ...page } }))))
  }
  const once = new Map(found.map((campaign) => [campaign.id, campaign]))
  return [...once.values()].filter(
    ({ id, key, kind, status }) =>
      kind !== 'orchestrated' &&
      (status !== 'archived' || ids.includes(id) || (key !== null && ids.includes(key))),
  )
}

/** `base.html`, `base.fr.html`, `base.reminder.html`, `base.reminder.fr.html`. */
function filesFor(base: string, { variants }: Definition, taken: Set<string>): Files {
  const written = new Map<string, string>()
  return {
    written,
    name(path: Path, ending: string) {
      const [first, index] = path
      const variant = first === 'variants' ? variants[Number(index)]?.id : undefined
      const locale = path.includes('translations') ? String(path.at(-1)) : undefined
      const parts = [base, variant, locale].flatMap((part) => (part === undefined ? [] : [slug(part)]))
      const dotted = `.${ending}`
      return unused(taken, parts.join('.'), dotted) + dotted
    },
  }
}

function unused(taken: Set<string>, wanted: string, ending: string): string {
  let name = wanted
  for (let n = 2; taken.has((name + ending).toLowerCase()); n++) name = `${wanted}-${n}`
  taken.add((name + ending).toLowerCase())
  return name
}

/** Letters without their accents, digits, and what file names and addresses have between them. */
const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80)
