import AlertTriangle from '@react-spectrum/s2/icons/AlertTriangle'
import { toneOf } from '../../parts/StatusDot.tsx'
import { useText, type Words } from '../../text.ts'
import css from './calendar.module.css'
import type { Item } from './item.ts'
import { useScene } from './Scene.tsx'
import { peopleWord, spanOf, timeOf, waveWord } from './words.ts'

/** Everything that a mark says, for those who hear it. */
export function said(item: Item, t: Words, zone: string, isInConflict: boolean): string {
  if (item.kind === 'event')
    return [item.name, item.calendar.name, item.allDay ? t('calendar.allDay') : spanOf(item, t, zone)].join(
      ', ',
    )
  const { band } = item
  return [
    band.name,
    waveWord(band, t),
    t(`status.${band.status}`),
    spanOf(item, t, zone),
    band.kind === 'action' ? peopleWord(band.people, t) : t('calendar.takesCalls'),
    isInConflict ? t('calendar.conflict.mark') : null,
    band.editable ? t('calendar.movable') : null,
  ]
    .filter(Boolean)
    .join(', ')
}

interface Props {
  item: Item
  /** How much room there is. */
  as: 'bar' | 'block' | 'line'
  before?: boolean
  after?: boolean
}

/** An item in the calendar: pressed it tells all about itself, held it is moved where that is possible. */
export function Mark({ item, as, before = false, after = false }: Props) {
  const t = useText()
  const { zone, active, setActive, open, drag, moving, inConflict } = useScene()
  const isInConflict = inConflict.has(item.id)
  const band = item.kind === 'band' ? item.band : null
  return (
    <button
      type="button"
      className={css.mark}
      data-item={item.id}
      data-as={as}
      data-tone={band ? toneOf[band.status] : undefined}
      data-color={item.kind === 'event' ? item.calendar.color : undefined}
      data-phase={band?.phase ?? 'external'}
      data-editable={band?.editable ?? false}
      data-moving={moving?.item.id === item.id}
      data-before={before}
      data-after={after}
      tabIndex={active === item.id ? 0 : -1}
      aria-label={said(item, t, zone, isInConflict)}
      title={item.name}
      onFocus={() => setActive(item.id)}
      onPointerDown={(event) => item.kind === 'band' && drag.grab(item, event)}
      onClick={(event) => {
        if (!drag.isDragged.current && moving === null) open(item, event.currentTarget)
        drag.isDragged.current = false
      }}
    >
      {isInConflict && as !== 'block' && <AlertTriangle />}
      {as !== 'block' && !before && item.end - item.start < 86_400_000 && (
        <time className={css.at}>{timeOf(item.start, t, zone)}</time>
      )}
      <span className={css.name}>
        {isInConflict && as === 'block' && <AlertTriangle />}
        {item.name}
      </span>
      {as === 'block' && (
        <time className={css.at}>
          {timeOf(item.start, t, zone)}
          {item.kind === 'band' && item.band.people !== null && ` · ${peopleWord(item.band.people, t)}`}
        </time>
      )}
    </button>
  )
}
