import type { Path } from './ast.ts'

/** What a template may read from. */
export const namespaces = ['profile', 'context', 'system'] as const
export type Namespace = (typeof namespaces)[number]

/** What the engine itself provides to each message, under `system`. Links to these are never tracked. */
export const systemNames = ['unsubscribeUrl', 'mirrorUrl', 'preferencesUrl', 'confirmUrl'] as const

/** Inside a fragment, the values given where the fragment is used. */
export const fieldName = 'field'

const keywords = ['this', 'true', 'false', 'null', 'undefined', 'not', 'and', 'or', 'as', 'else', 'let']

export const isNamespace = (name: string): name is Namespace =>
  (namespaces as readonly string[]).includes(name)

/** Names that neither `let` nor `as |x|` may take. */
export const isReserved = (name: string): boolean =>
  isNamespace(name) || name === fieldName || keywords.includes(name)

/** Words that are not a path when they stand first without backticks. */
export const isKeyword = (name: string): boolean => keywords.includes(name) && name !== 'this'

interface Block<T> {
  readonly names: Map<string, T>
  /**
   * What names without a root stand on: an item when the block has no alias, nothing when it has one, what is
   * around it when the block only brings a fragment its fields.
   */
  readonly bare: { value: T } | 'none' | 'outer'
}

/**
 * The names visible at one point of a template. Blocks see what is around them; `let` assigns to the name if
 * it is visible and else makes one that lasts to the end of the template, so that a loop can accumulate.
 */
export class Bindings<T> {
  readonly #blocks: Block<T>[] = [{ names: new Map(), bare: 'none' }]

  find(name: string): T | undefined {
    return this.#holder(name)?.names.get(name)
  }

  assign(name: string, value: T): void {
    const holder = this.#holder(name) ?? this.#blocks[0]!
    holder.names.set(name, value)
  }

  within(names: Map<string, T>, bare: Block<T>['bare'], body: () => void): void {
    this.#blocks.push({ names, bare })
    body()
    this.#blocks.pop()
  }

  /** What a path starts from (undefined: the scope itself) and the keys that remain to follow. */
  resolve({ root, rest, up }: Path): { from: T | undefined; keys: readonly (string | number)[] } {
    if (up) return { from: this.#outward(up)?.names.get('this'), keys: rest }
    const holder = this.#holder(root)
    if (holder) return { from: holder.names.get(root)!, keys: rest }
    const bare =
      isNamespace(root) || root === 'this'
        ? 'none'
        : this.#blocks.findLast((block) => block.bare !== 'outer')!.bare
    return { from: typeof bare === 'string' ? undefined : bare.value, keys: [root, ...rest] }
  }

  visible(): string[] {
    return this.#blocks.flatMap(({ names }) => [...names.keys()])
  }

  /** The block so many blocks further out; none is the template itself. */
  #outward(up: number): Block<T> | undefined {
    const blocks = this.#blocks.filter(({ names }) => names.has('this'))
    return blocks[blocks.length - 1 - up]
  }

  #holder(name: string): Block<T> | undefined {
    return this.#blocks.findLast(({ names }) => names.has(name))
  }
}
