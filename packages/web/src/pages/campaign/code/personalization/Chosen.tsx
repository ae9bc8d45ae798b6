import { Button, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { useText } from '../../../../text.ts'
import type { Entry } from './entries.ts'
import { type Piece, written } from './insert.ts'
import css from './personalization.module.css'

interface Props {
  entry: Entry
  onInsert: (piece: Piece) => void
}

/** The entry that is chosen: what it is, what stands in for it when it is empty, and what will be written. */
export function Chosen({ entry, onInsert }: Props) {
  const t = useText()
  const [fallback, setFallback] = useState('')
  const { name, about, example, detail, piece: plain } = entry
  const piece: Piece = { ...plain, fallback }
  return (
    <form
      className={css.chosen}
      aria-label={name}
      onSubmit={(event) => {
        event.preventDefault()
        onInsert(piece)
      }}
    >
      <h3>{name}</h3>
      {about !== '' && <p>{about}</p>}
      {plain.kind === 'function' && (
        <p className={css.code}>
          {name}
          {detail}
        </p>
      )}
      {example && (
        <p className={css.code}>
          {example[0]} → {example[1]}
        </p>
      )}
      {plain.kind === 'value' && (
        <TextField
          label={t('code.fallback')}
          description={t('code.fallback.help')}
          value={fallback}
          onChange={setFallback}
          autoComplete="off"
          styles={style({ width: 'full' })}
        />
      )}
      <p className={css.code}>{written(piece, '', '…').text}</p>
      <Button type="submit" variant="accent" size="S" styles={style({ justifySelf: 'start' })}>
        {t('code.insert')}
      </Button>
    </form>
  )
}
