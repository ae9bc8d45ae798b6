import { campaignLimits } from '@chappe/core/campaign/schema'
import { ActionButton } from '@react-spectrum/s2'
import Edit from '@react-spectrum/s2/icons/Edit'
import { useRef, useState } from 'react'
import { useText } from '../../../text.ts'
import css from './header.module.css'

interface Props {
  name: string
  onChange: (name: string) => void
}

/** The campaign's name as a heading that turns into a field: Enter keeps, Escape drops. */
export function NameField({ name, onChange }: Props) {
  const t = useText()
  const [typed, setTyped] = useState<string>()
  const button = useRef<HTMLSpanElement>(null)

  const leave = (keep: boolean) => {
    const next = typed?.trim() ?? ''
    if (keep && next !== '' && next !== name) onChange(next)
    setTyped(undefined)
  }

  if (typed === undefined)
    return (
      <span className={css.name}>
        {name}
        <span ref={button}>
          <ActionButton isQuiet size="S" aria-label={t('campaign.name.edit')} onPress={() => setTyped(name)}>
            <Edit />
          </ActionButton>
        </span>
      </span>
    )
  return (
    <input
      className={css.input}
      aria-label={t('campaign.name')}
      // biome-ignore lint/a11y/noAutofocus: the person has just asked to type here
      autoFocus
      value={typed}
      maxLength={campaignLimits.name}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => leave(true)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return
        event.preventDefault()
        leave(event.key === 'Enter')
        requestAnimationFrame(() => button.current?.querySelector('button')?.focus())
      }}
    />
  )
}
