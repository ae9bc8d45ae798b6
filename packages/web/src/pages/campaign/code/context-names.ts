import type { Variable } from '@chappe/core/campaign/review'
import type { ContextSchema } from '@chappe/core/campaign/schema'
import { schemaRows } from '../editor/schema-rows.ts'

/**
 * What a call's context holds, types by whole names: what its schema names, and what the content reads. A list is
 * a name of its own; `[]` stands for each of its items.
 */
export function contextNames(
  schema: ContextSchema | undefined,
  variables: readonly Variable[] = [],
): Map<string, string> {
  const names = new Map<string, string>()
  const add = (path: string, type: string) => {
    for (let at = path.indexOf('[]'); at >= 0; at = path.indexOf('[]', at + 2))
      names.set(`context.${path.slice(0, at)}`, 'array')
    if (!names.has(`context.${path}`)) names.set(`context.${path}`, type)
  }
  for (const { path, type } of schemaRows(schema ?? {})) add(path, type)
  for (const { root, path, type } of variables) if (root === 'context') add(path, type)
  return names
}
