import { getVersion, saveDraft } from '@chappe/core/api/versions'
import type { Definition } from '@chappe/core/campaign/schema'
import { dayOf, formatDate } from '@chappe/core/schedule/civil'
import { wallAt } from '@chappe/core/schedule/zones'
import { useEffect, useMemo, useState } from 'react'
import { call } from '../../api.ts'
import { queryClient } from '../../data.ts'
import { complain } from '../../parts/complain.ts'
import { notify } from '../../parts/toast.ts'
import { useText } from '../../text.ts'
import { type BandItem, type Item, inOrder } from './item.ts'
import { movedDefinition, movedId } from './move.ts'
import type { Shown } from './useCalendar.ts'
import { useCalendarState } from './useCalendarState.ts'
import { whenOf } from './words.ts'

export interface Moving {
  readonly item: BandItem
  readonly to: number
}

/** The element of an item that can have the focus. */
export const elementOf = (id: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-item="${CSS.escape(id)}"]`)

const later = (item: BandItem, to: number): Item => ({ ...item, start: to, end: item.end + to - item.start })

/** Whether it is the band before it moved, or after, which is there as soon as it is saved. */
const isOf = ({ item, to }: Moving, id: string): boolean => id === item.id || id === movedId(item.band, to)

/** A draft on its way to another time: shown where it would be, saved when that is said. Saving can be undone. */
export function useMoving({ items, range, zone }: Pick<Shown, 'items' | 'range' | 'zone'>) {
  const t = useText()
  const { change } = useCalendarState()
  const [moving, setMoving] = useState<Moving | null>(null)
  const [isSaving, setSaving] = useState(false)
  const [focused, setFocused] = useState<string | null>(null)

  const shown = useMemo(
    () =>
      moving === null
        ? items
        : inOrder([...items.filter(({ id }) => !isOf(moving, id)), later(moving.item, moving.to)]),
    [items, moving],
  )

  // Elsewhere in the calendar it is another element, which has to be given the focus that the first one had.
  useEffect(() => {
    const id = moving?.item.id ?? focused
    if (id === null) return
    const element = elementOf(id)
    // Unless one has gone on from it, to the buttons that say what is to become of it.
    const isElsewhere = document.activeElement?.closest('[role="status"]') != null
    if (element && document.activeElement !== element && !isElsewhere) element.focus()
    if (element && moving === null) setFocused(null)
  })

  const preview = (item: BandItem, to: number) => {
    setMoving({ item, to })
    if (to < range.from || to >= range.to) change({ date: formatDate(dayOf(wallAt(to, zone))) })
  }

  const save = async (id: string, revision: number, definition: Definition) => {
    const saved = await call(saveDraft, { params: { id }, body: { revision, definition } })
    await queryClient.invalidateQueries()
    return saved.revision
  }

  const failed = async (error: unknown) => {
    complain(t, error)
    await queryClient.invalidateQueries()
  }

  const commit = async ({ item, to }: Moving) => {
    if (isSaving) return
    const { band } = item
    const stay = (reason?: string) => {
      setMoving(null)
      setFocused(item.id)
      if (reason !== undefined) notify.negative(reason)
    }
    if (Math.abs(to - item.start) < 60_000) return stay()
    if (to < Date.now()) return stay(t('calendar.move.past'))
    setSaving(true)
    try {
      const id = band.campaignId
      const { definition: before } = await call(getVersion, { params: { id, number: band.version } })
      const after = movedDefinition(before, band, to)
      if (after === null) return stay(t('calendar.move.impossible'))
      const revision = await save(id, band.revision!, after)
      setMoving(null)
      setFocused(movedId(band, to))
      const said = { name: band.name, when: whenOf(to, t, zone) }
      notify.positive(t(band.recurring ? 'calendar.moved.series' : 'calendar.moved', said), {
        label: t('common.undo'),
        run: () => void save(id, revision, before).catch(failed),
      })
    } catch (error) {
      stay()
      await failed(error)
    } finally {
      setSaving(false)
    }
  }

  return {
    moving,
    isSaving,
    shown,
    preview,
    commit,
    cancel: () => {
      if (isSaving) return
      if (moving) setFocused(moving.item.id)
      setMoving(null)
    },
  }
}
export type MovingState = ReturnType<typeof useMoving>
