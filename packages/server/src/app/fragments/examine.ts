import { leavesOf } from '@chappe/core/campaign/content'
import { type Mistake, Problem } from '@chappe/core/kit/problem'
import { analyze } from '@chappe/core/template/analyze'
import { expandFragments, fragmentRefs } from '@chappe/core/template/fragments'
import { parse } from '@chappe/core/template/parse'
import { describe } from '@chappe/core/template/problems'
import { pathText } from '@chappe/core/template/variables'
import type { Db } from '../../store/db.ts'
import * as versionStore from '../../store/fragment-versions.ts'
import type { FragmentRow } from '../../store/fragments.ts'
import { refsOf } from '../content-uses.ts'
import { isPublished, reachedFrom } from './snapshot.ts'

/** What stands in the way of a publication, and where: line and column are counted from 1. */
export interface Finding extends Mistake {
  readonly line?: number
  readonly column?: number
}

interface Place {
  readonly line: number
  readonly column: number
}

export interface Examined {
  readonly findings: readonly Finding[]
  /** Profile attributes that it reads, in the fragments inside it too. */
  readonly attributes: readonly string[]
}

const pointer = '/draft/content'
const found = (detail: string, at?: Place): Finding =>
  at
    ? { pointer, detail: `Line ${at.line}, column ${at.column}: ${detail}`, line: at.line, column: at.column }
    : { pointer, detail }

/** Looks at a draft as it would go live now. The fragments inside it do not change before the transaction is over. */
export async function examine(db: Db, fragment: FragmentRow, content: string): Promise<Examined> {
  if (content.trim() === '') return { findings: [found('The fragment is empty.')], attributes: [] }
  const own = parse(content)
  if (!own.ok) return { findings: own.problems.map((one) => found(describe(one), one)), attributes: [] }
  const { problems, variables } = analyze(own.ast, { inFragment: true })
  const findings = problems
    .filter(({ severity }) => severity === 'error')
    .map((problem) => found(describe(problem), problem))
  for (const { root, path } of leavesOf(variables))
    if (root === 'context')
      for (const use of variables.find((one) => one.namespace === root && pathText(one.path) === path)!.uses)
        findings.push(
          found(`A fragment cannot read context.${path}: it serves many campaigns. Give it as a field.`, use),
        )

  const inside = await reachedFrom(db, fragment.sandboxId, refsOf([content]), { kept: true })
  const usable = new Map([...inside].filter(([, one]) => isPublished(one) && one.status !== 'archived'))
  for (const { id, at } of fragmentRefs(content)) {
    const one = inside.get(id)
    if (one && !usable.has(id))
      findings.push(found(`The fragment ${one.name} is not live: publish it first.`, at))
  }
  const expanded = expandFragments(content, inside)
  if (!expanded.ok) findings.push(...expanded.problems.map((problem) => found(describe(problem), problem)))
  const attributes = expanded.ok ? attributesOf(expanded.source) : []
  return { findings: [...findings, ...(await addedTo(db, fragment, attributes))], attributes }
}

/** Throws content/not-ready with every finding. */
export function refuse(findings: readonly Finding[], extra: Record<string, unknown> = {}): void {
  if (findings.length === 0) return
  throw new Problem('content/not-ready', findings.map(({ detail }) => detail).join(' '), {
    ...extra,
    errors: findings,
  })
}

function attributesOf(source: string): string[] {
  const parsed = parse(source)
  if (!parsed.ok) return []
  const { variables } = analyze(parsed.ast, { inFragment: true })
  return leavesOf(variables).flatMap(({ root, path }) => (root === 'profile' ? [path] : []))
}

/** Campaigns that run were reviewed with the attributes that the fragment reads, so no others may come in. */
async function addedTo(
  db: Db,
  { sandboxId, id, liveVersion }: FragmentRow,
  attributes: readonly string[],
): Promise<Finding[]> {
  if (liveVersion === null) return []
  const live = await versionStore.find(db, sandboxId, id, liveVersion)
  const added = attributes.filter((attribute) => !live!.attributes.includes(attribute))
  if (added.length === 0) return []
  const names = added.map((name) => `profile.${name}`).join(', ')
  return [
    found(
      `The published fragment does not read ${names}, and none can be added once it is live. ` +
        'Duplicate the fragment to read more of the profile.',
    ),
  ]
}
