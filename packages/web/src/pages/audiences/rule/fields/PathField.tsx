import { ruleLimits } from '@chappe/core/audience/rule'
import { useMemo } from 'react'
import type { Attribute } from '../../../../parts/attributes.ts'
import { isMessage, useText } from '../../../../text.ts'
import { KeyField } from './KeyField.tsx'

interface Props {
  path: string
  items: readonly Pick<Attribute, 'path' | 'type' | 'label'>[]
  label: string
  /** The label shows; else only screen readers have it. */
  isLabelled?: boolean
  placeholder?: string
  onChange: (path: string) => void
}

/** The path of an attribute: those that are known are proposed by name and by path, any other may be typed. */
export function PathField({ path, items, placeholder, onChange, ...rest }: Props) {
  const t = useText()
  const keys = useMemo(
    () =>
      items.map(({ path, label, type }) => {
        const id = `fields.type.${type}`
        const said = isMessage(id) ? t(id) : undefined
        return { key: path, name: label ?? path, about: [label && path, said].filter(Boolean).join(' – ') }
      }),
    [items, t],
  )
  return (
    <KeyField
      {...rest}
      placeholder={placeholder ?? t('audiences.path.placeholder')}
      value={path}
      items={keys}
      fit={(typed) => typed.trim().slice(0, ruleLimits.path)}
      onChange={onChange}
    />
  )
}
