import type { Change } from '@chappe/core/campaign/compare'
import type { Names } from './names.ts'
import { pathInFile, referenceAt } from './references.ts'

const width = 100
const lines = 40
/** Characters that are shown before two long texts part. */
const before = 30

/** What changes, for people: one line each, texts of several lines line by line. */
export const differences = (changes: readonly Change[], names: Names): string =>
  changes.map((change) => difference(change, names)).join('')

function difference({ path, before: was, after: is }: Change, names: Names): string {
  const [home = '', ...steps] = path.split('.')
  const isDefinition = home === 'definition'
  const reference = isDefinition ? referenceAt(steps) : undefined
  const name = (isDefinition ? [home, ...pathInFile(steps)] : [home]).join('.')
  const value = (one: unknown) =>
    (reference && typeof one === 'string' && names.nameOf(reference.of, one)) || one
  const [old, now] = [value(was), value(is)]
  if (typeof old === 'string' && typeof now === 'string' && /\n/.test(old + now))
    return `    ${name}:\n${lineByLine(old.split('\n'), now.split('\n'))}`
  return `    ${name}: ${besideEachOther(written(old), written(now)).join(' → ')}\n`
}

/** What both have at their beginning and end is left out. */
function lineByLine(was: readonly string[], is: readonly string[]): string {
  let from = 0
  while (from < Math.min(was.length, is.length) && was[from] === is[from]) from++
  let behind = 0
  const rest = Math.min(was.length, is.length) - from
  while (behind < rest && was.at(-1 - behind) === is.at(-1 - behind)) behind++
  const old = was.slice(from, was.length - behind)
  const now = is.slice(from, is.length - behind)
  const pairs = old.length === now.length ? old.map((line, i) => besideEachOther(line, now[i]!)) : null
  const gone = pairs?.map(([line]) => line) ?? old.map(cut)
  const come = pairs?.map(([, line]) => line) ?? now.map(cut)
  const all = [...gone.map((line) => `-${line}`), ...come.map((line) => `+${line}`)]
  const shown = all.slice(0, lines).map((line) => `      ${line}\n`)
  const left = all.length - shown.length
  return `      @@ line ${from + 1}\n${shown.join('')}${left > 0 ? `      … and ${left} lines more\n` : ''}`
}

const written = (value: unknown): string =>
  value === null || value === undefined ? 'nothing' : JSON.stringify(value)

/** Two long texts from a little before they part. */
function besideEachOther(old: string, now: string): [string, string] {
  let same = 0
  if (Math.max(old.length, now.length) > width)
    while (same < Math.min(old.length, now.length) && old[same] === now[same]) same++
  const from = same > before ? same - before : 0
  const part = (text: string) => cut((from > 0 ? '…' : '') + text.slice(from))
  return [part(old), part(now)]
}

/** What somebody wrote is shown, and commands nothing of the terminal that shows it. */
const cut = (text: string): string =>
  (text.length > width ? `${text.slice(0, width)}…` : text).replace(/(?!\r$)[^\P{Cc}\t]/gu, '\ufffd')
