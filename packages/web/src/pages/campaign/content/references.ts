import { expandFragments, type FragmentSource, fragmentRefs } from '@chappe/core/template/fragments'
import { printText } from '@chappe/core/template/print'

/** A fragment's id and name, and what its editable fields say here. */
export interface Reference {
  readonly id: string
  readonly name: string
  readonly fields: Readonly<Record<string, string>>
}

/** A reference as it is written in a text. Fields without words are left to the fragment's own. */
export const written = ({ id, name, fields }: Reference): string =>
  `{{ fragment ${[
    `id=${printText(id)}`,
    `name=${printText(name)}`,
    ...Object.entries(fields)
      .filter(([, words]) => words !== '')
      .map(([field, words]) => `${field}=${printText(words)}`),
  ].join(' ')} }}`

const mark = '\uE000'

/**
 * The text with its reference number `index` replaced by what the fragment says; the references inside that stay
 * references. Undefined when the fragment cannot be put there, because it is broken.
 */
export function detached(text: string, index: number, fragment: FragmentSource): string | undefined {
  const reference = fragmentRefs(text)[index]
  if (!reference) return undefined
  const { offset, end } = reference.at
  const inner = fragmentRefs(fragment.content)
  let content = fragment.content
  for (const [i, { at }] of [...inner.entries()].reverse())
    content = `${content.slice(0, at.offset)}${mark}${i}${mark}${content.slice(at.end)}`
  const expanded = expandFragments(
    text.slice(offset, end),
    new Map([[reference.id, { name: fragment.name, content }]]),
  )
  if (!expanded.ok) return undefined
  const body = expanded.source.replace(new RegExp(`${mark}(\\d+)${mark}`, 'g'), (_, i) => {
    const { at } = inner[Number(i)]!
    return fragment.content.slice(at.offset, at.end)
  })
  return text.slice(0, offset) + body + text.slice(end)
}
