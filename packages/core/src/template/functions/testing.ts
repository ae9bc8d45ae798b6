import { compile } from '../compile.ts'
import type { TemplateFunction } from './row.ts'

/** The clock of all examples: 03:30 in Paris, half an hour after it skipped an hour. */
const now = new Date('2026-03-29T01:30:00Z')

const context = {
  list: ['a', null, 'b'],
  numbers: [3, null, '10', 7],
  object: { a: 1 },
  labels: { en: 'Hello', fr: 'Bonjour' },
  lines: [
    { name: 'Shirt', price: 20, by: { rank: 1 } },
    { name: 'Mug', price: '9.5', by: { rank: 2 } },
    { name: 'Gift', price: null },
  ],
  text: ' Hé ',
  half: '\ud83d',
}

export function rendered(
  expression: string,
  scope: unknown = { context, system: { now, seed: 'seed' } },
): string {
  const compiled = compile(`{%= ${expression} %}`, { mode: 'text' })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.template.render(scope)
}

type Family = Readonly<Record<string, TemplateFunction>>

/** For each function: what it does, then what it makes of a null and of a value of the wrong type. */
export type Cases<F extends Family> = Readonly<
  Record<keyof F, readonly (readonly [call: string, printed: string])[]>
>

/** Each function's name with its example and its cases. */
export const casesOf = <F extends Family>(family: F, cases: Cases<F>) =>
  Object.entries(family).map(([name, { example }]) => [name, [example, ...cases[name as keyof F]]] as const)
