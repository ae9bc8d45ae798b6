import type { Change } from '@chappe/core/campaign/compare'
import type { Names } from './names.ts'
import { pathInFile, referenceAt } from './references.ts'

const width = 100
const lines = 40

/** What changes, for people: one line each, texts of several lines line by line. */
export const differences = (changes: readonly Change[], names: Names): string =>
  changes.map((change) => difference(change, names)).join('')

function difference({ path, before, after }: Change, names: Names): string {
  const [home = '', ...steps] = path.split('.')
  const isDefinition = home === 'definition'
  const reference = isDefinition ? referenceAt(steps) : undefined
  const name = (isDefinition ? [home, ...pathInFile(steps)] : [home]).join('.')
  const value = (one: unknown) =>
    (reference && typeof one === 'string' && names.nameOf(reference.of, one)) || one
  const [old, now] = [value(before), value(after)]
  if (typeof old === 'string' && typeof now === 'string' && /\n/.test(old + now))
    return `    ${name}:\n${lineByLine(old.split('\n'), now.split('\n'))}`
  return `    ${name}: ${short(old)} → ${short(now)}\n`
}

/** What both have at their beginning and end is left out. */
function lineByLine(before: readonly string[], after: readonly string[]): string {
  let from = 0
  while (from < Math.min(before.length, after.length) && before[from] === after[from]) from++
  let behind = 0
  const rest = Math.min(before.length, after.length) - from
  while (behind < rest && before.at(-1 - behind) === after.at(-1 - behind)) behind++
  const gone = before.slice(from, before.length - behind).map((line) => `-${line}`)
  const come = after.slice(from, after.length - behind).map((line) => `+${line}`)
  const all = [...gone, ...come]
  const shown = all.slice(0, lines).map((line) => `      ${cut(line)}\n`)
  const left = all.length - shown.length
  return `      @@ line ${from + 1}\n${shown.join('')}${left > 0 ? `      … and ${left} lines more\n` : ''}`
}

function short(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  return cut(JSON.stringify(value))
}

const cut = (text: string): string => (text.length > width ? `${text.slice(0, width)}…` : text)
