import type { Scope } from '../access/scopes.ts'

/** Who may take an action: a person or client holding this scope, or only the system itself. */
export type Actor = Scope | 'system'

/** One row of a lifecycle: the statuses an action may leave, the one it enters, and who may take it. */
export interface Move<S extends string> {
  readonly from: readonly S[]
  readonly to: S
  /** Where what happened before decides: the other statuses that it may enter instead. */
  readonly or?: readonly S[]
  readonly by: Actor
}

/**
 * A lifecycle is a table: every action, the statuses it may leave, the one it enters, who may take it.
 * The table is the whole truth. The server turns it into a guarded UPDATE, the web into buttons, the docs
 * into a diagram.
 */
export function lifecycle<S extends string, A extends string>(table: Record<A, Move<S>>) {
  const actions = Object.keys(table) as A[]
  return {
    table,
    actions,
    /** Actions that may leave `status`; with `held`, only those that the holder of these scopes may take. */
    actionsFrom: (status: S, held?: readonly string[]) =>
      actions.filter(
        (action) =>
          table[action].from.includes(status) && (held === undefined || held.includes(table[action].by)),
      ),
  }
}
