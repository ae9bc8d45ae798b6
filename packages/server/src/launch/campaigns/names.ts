import { isUuid } from '@chappe/core/kit/ids'

/** What files call by its name and definitions by its id. */
export const namedKinds = ['configurations', 'audiences', 'languages', 'fragments'] as const
export type NamedKind = (typeof namedKinds)[number]

export const called: Record<NamedKind, string> = {
  configurations: 'channel configuration',
  audiences: 'audience',
  languages: 'language settings',
  fragments: 'fragment',
}

export interface Named {
  readonly id: string
  readonly name: string
}

/** The names of one sandbox. Names differ by more than the case of their letters, but for those of fragments. */
export class Names {
  private readonly named: Readonly<Record<NamedKind, readonly Named[]>>

  constructor(named: Readonly<Record<NamedKind, readonly Named[]>>) {
    this.named = named
  }

  /** The name by which a file can call it; undefined when there is none, or when it leads to several. */
  nameOf(kind: NamedKind, id: string): string | undefined {
    const name = this.named[kind].find((one) => one.id === id)?.name
    return name === undefined || isUuid(name) || this.of(kind, name).length !== 1 ? undefined : name
  }

  /** Its id; a file may say an id itself. A sentence where the name leads to nothing, or to several. */
  idOf(kind: NamedKind, name: string): { id: string } | { mistake: string } {
    if (isUuid(name)) return { id: name }
    const found = this.of(kind, name)
    if (found.length === 1) return { id: found[0]!.id }
    if (found.length > 1)
      return {
        mistake: `${found.length} ${called[kind]}s are called ${name}: write the id of the one that is meant`,
      }
    const known = this.named[kind]
      .map((one) => one.name)
      .sort()
      .slice(0, 10)
    return {
      mistake: `There is no ${called[kind]} ${name}${known.length > 0 ? ` (there are: ${known.join(', ')})` : ''}`,
    }
  }

  private of(kind: NamedKind, name: string): readonly Named[] {
    const exact = this.named[kind].filter((one) => one.name === name)
    if (exact.length > 0) return exact
    return this.named[kind].filter((one) => one.name.toLowerCase() === name.toLowerCase())
  }
}
