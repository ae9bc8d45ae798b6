import { scan } from '@chappe/core/template/scan'
import type { Removed } from './clean.ts'

export interface Remark {
  readonly code: string
  readonly message: string
}

const removals: Readonly<Record<Removed, (count: number) => string>> = {
  script: (n) => `${things(n, 'script was', 'scripts were')} taken out: mail programs run none.`,
  handler: (n) => `${things(n, 'event handler was', 'event handlers were')} taken out.`,
  frame: (n) => `${things(n, 'embedded page or object was', 'embedded pages or objects were')} taken out.`,
  form: (n) =>
    `${things(n, 'address that a form sends to was', 'addresses that forms send to were')} taken out.`,
  address: (n) =>
    `${things(n, 'address that would run a script was', 'addresses that would run scripts were')} taken out.`,
  head: (n) =>
    `${things(n, 'element of the head was', 'elements of the head were')} taken out: base or refresh.`,
}

const things = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`

/** What is told of an import: how it differs from what was given, and what was missing. */
export class Remarks {
  readonly #told: Remark[] = []
  readonly #elsewhere = new Set<string>()

  removed(what: Removed, count: number): void {
    this.#tell(`${what}-removed`, removals[what](count))
  }

  ignoredName(name: string): void {
    this.#tell('name-ignored', `“${name}” leads out of the archive and was ignored.`)
  }

  otherPages(taken: string, others: number): void {
    this.#tell(
      'other-pages',
      `${taken} was taken; ${things(others, 'other HTML file was', 'other HTML files were')} not.`,
    )
  }

  notFound(address: string): void {
    this.#tell('image-not-found', `The image “${short(address)}” was not found.`)
  }

  unusable(name: string, why: string): void {
    this.#tell('image-unusable', `The image “${short(name)}” was left out. ${why}`)
  }

  styleSheet(address: string, where: 'elsewhere' | 'missing'): void {
    this.#tell(
      `style-sheet-${where}`,
      where === 'missing'
        ? `The style sheet “${short(address)}” was not found.`
        : `The style sheet “${short(address)}” stays on its server; most mail programs do not fetch it.`,
    )
  }

  /** An image that stays on another server. */
  elsewhere(address: string): void {
    this.#elsewhere.add(address)
  }

  mergeTags(tags: readonly string[]): void {
    if (tags.length === 0) return
    const some = tags.slice(0, 5).join(' ')
    this.#tell(
      'merge-tags',
      `${things(tags.length, 'placeholder', 'placeholders')} of another program would be sent as text: ${some}`,
    )
  }

  all(): Remark[] {
    const count = this.#elsewhere.size
    const stay = {
      code: 'image-elsewhere',
      message: `${things(count, 'image stays on its server', 'images stay on their servers')}.`,
    }
    return count > 0 ? [...this.#told, stay] : [...this.#told]
  }

  #tell(code: string, message: string): void {
    // A hundred times the same says no more than once.
    if (!this.#told.some((told) => told.code === code && told.message === message))
      this.#told.push({ code, message })
  }
}

const short = (text: string): string => (text.length > 120 ? `${text.slice(0, 120)}…` : text)

/** Placeholders as other programs write them: `*|NAME|*`, `%%name%%`, `[[name]]`. */
export function mergeTagsIn(html: string): string[] {
  const found = scan(html)
    .filter(({ kind }) => kind === 'text')
    .flatMap(({ offset, end }) => [
      ...html.slice(offset, end).matchAll(/\*\|[\w:. -]{1,60}\|\*|%%[\w. -]{1,60}%%|\[\[[\w. -]{1,60}\]\]/g),
    ])
  return [...new Set(found.map(([tag]) => tag))]
}
