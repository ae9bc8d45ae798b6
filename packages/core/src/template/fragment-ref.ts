import type { FragmentArg, FragmentRef, Span } from './ast.ts'
import type { TagReader } from './expression.ts'
import { Fault } from './expression.ts'
import { problem } from './problems.ts'

const labels = ['id', 'name', 'mode'] as const
type Label = (typeof labels)[number]

/** `fragment` is an ordinary name unless `something=` follows it. */
export const startsFragment = (reader: TagReader): boolean => {
  const [word, name, sign] = [reader.next, reader.ahead(1), reader.ahead(2)]
  return (
    word.kind === 'name' &&
    word.value === 'fragment' &&
    (name.kind === 'name' || name.kind === 'quoted') &&
    sign.kind === 'sign' &&
    sign.value === '='
  )
}

/** Reads `fragment id="…" name="…" mode="…" title="Hello" subtitle=profile.x`; throws a Fault. */
export function readFragment(reader: TagReader, at: Span): FragmentRef {
  reader.expect('fragment')
  const labelled = new Map<string, string>()
  const args: FragmentArg[] = []
  while (reader.next.kind !== 'end') {
    const { value: name, offset, end } = reader.name('a name such as id or title')
    reader.expect('=')
    if (labelled.has(name) || args.some((arg) => arg.name === name)) {
      throw reader.fault('repeated-field', offset, end, { name })
    }
    if (isLabel(name)) labelled.set(name, reader.text())
    else {
      const value = reader.expression()
      args.push({ name, value, at: reader.span(offset, reader.passed) })
    }
  }
  // `ajo:` and the like say where an imported fragment came from, not which it is.
  const id = labelled.get('id')?.replace(/^.*:/s, '')
  if (!id) throw new Fault(problem('fragment-without-id', at))
  return {
    kind: 'fragment',
    id,
    name: labelled.get('name') ?? null,
    mode: labelled.get('mode') ?? null,
    args,
    at,
  }
}

/** Words of a reference that are not fields of the fragment. */
export const isLabel = (name: string): name is Label => (labels as readonly string[]).includes(name)
