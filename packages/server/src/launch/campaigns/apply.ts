import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, normalize, relative, sep } from 'node:path'
import { putCampaign } from '@chappe/core/api/campaigns'
import type { Alert } from '@chappe/core/campaign/review'
import { isUuid } from '@chappe/core/kit/ids'
import { Problem } from '@chappe/core/kit/problem'
import { Refusal } from '../refusal.ts'
import { differences } from './difference.ts'
import { called, type Names } from './names.ts'
import { inOrder, type Misplaced, readDocuments, spoken } from './places.ts'
import { readCampaign, type Written } from './read.ts'
import { namesOf, type Remote } from './remote.ts'

export interface ApplyOptions {
  /** Files, folders, or `-` for what comes on the standard input. */
  readonly from: readonly string[]
  readonly dryRun: boolean
  readonly activate: boolean
}

/**
 * Makes the campaigns of the installation what the files say. A mistake in any file, and nothing is done; after that
 * each campaign is changed as a whole or not at all. Answers the exit code.
 */
export async function apply(
  remote: Remote,
  options: ApplyOptions,
  print: (text: string) => void,
  standardInput: () => Promise<string>,
): Promise<number> {
  const { names, unread } = await namesOf(remote)
  const { campaigns, mistakes } = await readAll(options.from, names, standardInput)
  if (mistakes.length > 0) {
    print(mistakes.map((one) => `${spoken(one)}\n`).join(''))
    for (const kind of unread)
      print(`The API client may not read any ${called[kind]}, so no name of one is known.\n`)
    print(`${counted(mistakes.length, 'mistake')}. Nothing was changed.\n`)
    return 1
  }
  if (campaigns.length === 0) {
    print('There is no campaign in there.\n')
    return 1
  }
  let refused = 0
  for (const campaign of campaigns) if (!(await put(remote, campaign, options, names, print))) refused++
  if (refused === 0) return 0
  print(`Not applied: ${refused} of ${counted(campaigns.length, 'campaign')}.\n`)
  return 1
}

async function readAll(from: readonly string[], names: Names, standardInput: () => Promise<string>) {
  const campaigns: Written[] = []
  const mistakes: Misplaced[] = []
  for (const file of from.flatMap(filesOf)) {
    const isStandardInput = file === '-'
    const text = isStandardInput ? await standardInput() : read(file)
    const name = isStandardInput ? 'stdin' : file
    const beside = isStandardInput ? '.' : dirname(file)
    const { documents, mistakes: unreadable } = readDocuments(name, text)
    const wrong = [...unreadable]
    for (const document of documents) {
      const one = readCampaign(document, names, (path) => readBeside(beside, path))
      wrong.push(...one.mistakes)
      if (!('campaign' in one)) continue
      const { key, at } = one.campaign
      const other = campaigns.find((campaign) => campaign.key === key)
      if (other)
        wrong.push({
          ...at('/key'),
          detail: `${key} is in ${other.place.file}:${other.place.line} already`,
        })
      campaigns.push(one.campaign)
    }
    mistakes.push(...inOrder(wrong))
  }
  return { campaigns, mistakes }
}

/** The YAML in a folder and in those in it, by name. */
function filesOf(path: string): string[] {
  if (path === '-') return [path]
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) throw new Refusal(`There is no file ${path}.`)
  if (!stat.isDirectory()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const inside = join(path, entry.name)
      if (entry.isDirectory()) return entry.name.startsWith('.') ? [] : filesOf(inside)
      return /\.ya?ml$/i.test(entry.name) ? [inside] : []
    })
}

const read = (path: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Refusal(code === 'ENOENT' ? `There is no file ${path}` : `${path} cannot be read as UTF-8`)
  }
}

const isOutside = (path: string) => isAbsolute(path) || path === '..' || path.startsWith(`..${sep}`)

/**
 * A file of somebody else's YAML is from its folder or below, also when it is a link: nothing of this machine gets into
 * a message, or into what a dry run shows.
 */
function readBeside(folder: string, path: string): string {
  const elsewhere = new Error('A file is beside the YAML or in a folder there')
  const clean = normalize(path)
  if (isOutside(clean)) throw elsewhere
  const whole = join(folder, clean)
  const text = read(whole)
  if (isOutside(relative(realpathSync(folder), realpathSync(whole)))) throw elsewhere
  return text
}

async function put(
  { call }: Remote,
  campaign: Written,
  { dryRun, activate }: ApplyOptions,
  names: Names,
  print: (text: string) => void,
): Promise<boolean> {
  const { key, body, place } = campaign
  // Nobody knows a campaign by its id.
  const who = isUuid(key) ? `${key} (${body.name})` : key
  try {
    const query = { dryRun: String(dryRun), activate: String(activate) }
    const put = await call(putCampaign, { params: { key }, query, body })
    const { outcome, activated, changes, campaign: now } = put
    // To go live is a change, also of a campaign that says what it said.
    const done = outcome === 'unchanged' && activated ? 'activated' : outcome
    const sign = { created: '+', changed: '~', discarded: '~', activated: '~', unchanged: '=' }[done]
    const would = dryRun && done !== 'unchanged' ? 'would be ' : ''
    const draft =
      now.draftVersion !== null && now.liveVersion !== null
        ? ` (a draft beside version ${now.liveVersion})`
        : ''
    const word = done === 'discarded' ? 'changed (back to what is live)' : done
    print(`${sign} ${who} ${would}${word}${activated ? ` and ${would}${now.status}` : draft}\n`)
    print(differences(changes, names))
    return true
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const places = refusals(campaign, error)
    print(`! ${who} ${dryRun ? 'would not be' : 'was not'} changed\n`)
    print(
      (places.length > 0 ? places : [{ ...place, detail: error.message }])
        .map((one) => `${spoken(one)}\n`)
        .join(''),
    )
    return false
  }
}

/** What the installation refuses, where the files say it. */
function refusals({ at }: Written, { type, extra }: Problem): Misplaced[] {
  const alerts = ((extra.alerts ?? []) as Alert[]).filter(({ level }) => level === 'error')
  return (extra.errors ?? []).map(({ pointer, detail }, i) => {
    // Of a campaign that is not ready each error is an alert, in the same order.
    const { line, column } = (type === 'campaign/not-ready' ? alerts[i] : undefined) ?? {}
    const place = at(pointer, line, column)
    const isElsewhere = line !== undefined && (place.line !== line || place.column !== (column ?? 1))
    return {
      ...place,
      detail: isElsewhere ? `${detail} (line ${line}, column ${column ?? 1} of the text)` : detail,
    }
  })
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
