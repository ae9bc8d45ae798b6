import { functions } from '@chappe/core/template/functions'
import { isMessage, type Words } from '../../../text.ts'
import { sayType } from '../editor/types.ts'
import type { Word } from './completion.ts'

/** Every function of the language: its arguments, what it does and a call of it, in the reader's language. */
export const functionWords = (t: Words): Word[] =>
  [...functions].map(([name, { args, returns, about: english, example }]): Word => {
    const about = `function.${name}`
    return {
      name,
      kind: 'function',
      detail: `(${args.map((kind) => sayArgument(t, kind)).join(', ')}) → ${sayType(t, returns)}`,
      about: isMessage(about) ? t(about) : english,
      example,
    }
  })

/** `string?` may be left out, `any*` is as many as one likes. */
function sayArgument(t: Words, kind: string): string {
  const type = sayType(t, kind.replace(/[?*]$/, ''))
  return kind.endsWith('?') ? `${type} ?` : kind.endsWith('*') ? `${type} …` : type
}
