import AlertTriangle from '@react-spectrum/s2/icons/AlertTriangle'
import { toneOf } from '../../parts/StatusDot.tsx'
import { useText, type Words } from '../../text.ts'
import colors from './colors.module.css'
import type { Item } from './item.ts'
import css from './mark.module.css'
import { useScene } from './Scene.tsx'
import { brief, peopleWord, spanOf, timeOf, waveWord } from './words.ts'

/** Everything that a mark says, for those who hear it. */
function said(item: Item, t: Words, zone: string, isInConflict: boolean): string {
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
  /** In a list apart from the calendar: there it is pressed, and that is all. */
  onOpen?: () => void
}

/** An item in the calendar: pressed it tells all about itself, held it is moved where that is possible. */
export function Mark({ item, as, before = false, after = false, onOpen }: Props) {
  const t = useText()
  const { zone, active, setActive, open, drag, moving, inConflict } = useScene()
  const isInConflict = inConflict.has(item.id)
  const band = item.kind === 'band' ? item.band : null
  const isPlaced = onOpen === undefined
  return (
    <button
      type="button"
      className={`${css.mark} ${colors.tone}`}
      data-item={isPlaced ? item.id : undefined}
      data-as={as}
      data-tone={band ? toneOf[band.status] : undefined}
      data-color={item.kind === 'event' ? item.calendar.color : undefined}
      data-phase={band?.phase ?? 'external'}
      data-editable={isPlaced && (band?.editable ?? false)}
      data-moving={isPlaced && moving?.item.id === item.id}
      data-before={before}
      data-after={after}
      tabIndex={!isPlaced || active === item.id ? 0 : -1}
      aria-label={said(item, t, zone, isInConflict)}
      title={item.name}
      onFocus={() => isPlaced && setActive(item.id)}
      onPointerDown={(event) => isPlaced && item.kind === 'band' && drag.grab(item, event)}
      onClick={(event) => {
        if (onOpen) return onOpen()
        if (!drag.isDragged.current && moving === null) open(item, event.currentTarget)
        drag.isDragged.current = false
      }}
    >
      {isInConflict && as !== 'block' && <AlertTriangle />}
      {as !== 'block' && !before && item.end - item.start < 86_400_000 && (
        <span className={css.at}>{timeOf(item.start, t, zone)}</span>
      )}
      <span className={css.name}>{item.name}</span>
      {as === 'block' && (
        <span className={css.at}>
          {isInConflict && <AlertTriangle />}
          {timeOf(item.start, t, zone)}
          {item.kind === 'band' && item.band.people !== null && ` · ${brief(item.band.people, t)}`}
        </span>
      )}
    </button>
  )
}
