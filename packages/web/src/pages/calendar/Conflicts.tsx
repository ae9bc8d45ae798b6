import type { CalendarConflict } from '@chappe/core/api/calendar'
import { ActionButton, DialogTrigger, Popover, Text } from '@react-spectrum/s2'
import AlertTriangle from '@react-spectrum/s2/icons/AlertTriangle'
import { Scroller } from '../../parts/Scroller.tsx'
import { useText } from '../../text.ts'
import css from './conflicts.module.css'
import type { Item } from './item.ts'
import { whenOf } from './words.ts'

/** Pairs that are told; a filter brings the others. */
const shown = 20

interface Props {
  conflicts: readonly CalendarConflict[]
  items: readonly Item[]
  zone: string
}

/** Where the same people are written to twice within a day, told pair by pair. */
export function Conflicts({ conflicts, items, zone }: Props) {
  const t = useText()
  const found = conflicts.filter(({ kind }) => kind === 'audience')
  const itemOf = (id: string) => items.find((item) => item.id === id)
  if (found.length === 0) return null
  return (
    <DialogTrigger>
      <ActionButton>
        <AlertTriangle />
        <Text>{t('calendar.conflicts.count', { count: found.length })}</Text>
      </ActionButton>
      <Popover aria-label={t('calendar.conflicts')} size="M">
        <Scroller label={t('calendar.conflicts')} className={css.conflicts}>
          <p>{t('calendar.conflicts.body')}</p>
          <ul>
            {found.slice(0, shown).map(({ bands }) => {
              const pair = bands.map(itemOf)
              return (
                <li key={bands.join()}>
                  {pair
                    .map((item) => (item ? `${item.name} (${whenOf(item.start, t, zone)})` : '…'))
                    .join(' – ')}
                </li>
              )
            })}
            {found.length > shown && <li>{t('calendar.more', { count: found.length - shown })}</li>}
          </ul>
        </Scroller>
      </Popover>
    </DialogTrigger>
  )
}
