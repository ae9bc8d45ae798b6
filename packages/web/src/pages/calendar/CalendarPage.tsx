import { ActionMenu, MenuItem, Text } from '@react-spectrum/s2'
import CalendarAdd from '@react-spectrum/s2/icons/CalendarAdd'
import LinkIcon from '@react-spectrum/s2/icons/Link'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { DialogContainer } from '../../parts/DialogContainer.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { useText } from '../../text.ts'
import { Agenda } from './Agenda.tsx'
import { Bar } from './Bar.tsx'
import { Conflicts } from './Conflicts.tsx'
import css from './calendar.module.css'
import { DayDetails } from './DayDetails.tsx'
import { Details, ItemDetails } from './Details.tsx'
import { ExternalDialog } from './external/ExternalDialog.tsx'
import { FeedDialog } from './FeedDialog.tsx'
import { Filters } from './Filters.tsx'
import type { BandItem, Item } from './item.ts'
import { Legend } from './Legend.tsx'
import { touches } from './layout.ts'
import { Month } from './Month.tsx'
import { MoveDialog } from './MoveDialog.tsx'
import { MovingBar } from './MovingBar.tsx'
import { type Scene, SceneProvider } from './Scene.tsx'
import { isFiltered } from './search.ts'
import { useCalendar } from './useCalendar.ts'
import { useCalendarState } from './useCalendarState.ts'
import { useDrag } from './useDrag.ts'
import { useKeys } from './useKeys.ts'
import { useMoving } from './useMoving.ts'
import { useNarrow } from './useNarrow.ts'
import { ViewToggle } from './ViewToggle.tsx'
import { Week } from './Week.tsx'
import { dayWord, titled } from './words.ts'

type Opened = { item: Item; anchor: HTMLElement } | { day: string; anchor: HTMLElement }
type Dialog = 'external' | 'feed' | { move: BandItem }

/** The campaigns in time: what was, is and will be sent, and drafts that can be moved. */
export function CalendarPage() {
  const t = useText()
  const { search } = useCalendarState()
  const shown = useCalendar()
  const { view, zone, range, calendar, calendars, conflicts, hours, isTurning } = shown
  const state = useMoving(shown)
  const { moving, shown: items, commit } = state
  const drag = useDrag(state, zone)
  const isNarrow = useNarrow()
  const [chosen, setChosen] = useState<string | null>(null)
  const [opened, setOpened] = useState<Opened | null>(null)
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const inConflict = useMemo(
    () => new Set(conflicts.filter(({ kind }) => kind === 'audience').flatMap(({ bands }) => bands)),
    [conflicts],
  )
  const scene: Scene = {
    zone,
    active: chosen,
    setActive: setChosen,
    open: (item, anchor) => setOpened({ item, anchor }),
    openDay: (day, anchor) => setOpened({ day, anchor }),
    drag,
    moving,
    inConflict,
  }

  // Tab leads to one mark: the one last looked at while it is there, else the first. What is behind a “+2” has none.
  const marks = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const drawn = [...(marks.current?.querySelectorAll<HTMLElement>('[data-item]') ?? [])]
    if (drawn.some(({ tabIndex }) => tabIndex === 0)) return
    const first = drawn[0]?.dataset.item
    if (first !== undefined) setChosen(first)
  })

  const onKeyDown = useKeys(shown, state)
  const grid = { range, zone, today: shown.today, items, hours }
  const days = isNarrow ? range.days.filter(({ outside }) => !outside) : range.days
  const isEmpty = !isTurning && !items.some((item) => days.some((day) => touches(item, day)))
  const day = opened !== null && 'day' in opened && range.days.find(({ date }) => date === opened.day)
  const close = () => setOpened(null)
  return (
    <Page
      title={t('nav.campaigns')}
      fill={!isNarrow}
      actions={
        <>
          <Conflicts conflicts={conflicts} items={items} zone={zone} />
          <ViewToggle as="calendar" />
          <ActionMenu
            aria-label={t('calendar.menu')}
            onAction={(key) => setDialog(key === 'feed' ? 'feed' : 'external')}
          >
            <MenuItem id="external" textValue={t('calendar.external.title')}>
              <CalendarAdd />
              <Text slot="label">{t('calendar.external.title')}</Text>
            </MenuItem>
            <MenuItem id="feed" textValue={t('calendar.feed.title')}>
              <LinkIcon />
              <Text slot="label">{t('calendar.feed.title')}</Text>
            </MenuItem>
          </ActionMenu>
        </>
      }
    >
      <div className={css.page}>
        <Bar {...shown} />
        <Filters />
        <Legend {...shown} />
        <ProblemNote problem={calendar.error ?? calendars.error} />
        {calendar.data?.truncated && <p role="status">{t('calendar.truncated')}</p>}
        {calendar.isPending && <Loading lines={8} />}
        {calendar.data && (
          <SceneProvider value={scene}>
            {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons within */}
            <div ref={marks} className={css.grid} aria-busy={isTurning} onKeyDown={onKeyDown}>
              {isEmpty && (
                <p className={css.none} role="status">
                  {t(
                    isFiltered(search)
                      ? 'calendar.none.filtered'
                      : search.drafts
                        ? 'calendar.none'
                        : 'calendar.none.drafts',
                  )}
                </p>
              )}
              {isNarrow ? <Agenda {...grid} /> : view === 'week' ? <Week {...grid} /> : <Month {...grid} />}
              <MovingBar state={state} zone={zone} />
              {!isNarrow && <p className={css.help}>{t(`calendar.keys.${view}`)}</p>}
            </div>
            {opened !== null && 'item' in opened ? (
              <Details anchor={opened.anchor} label={opened.item.name} onClose={close}>
                <ItemDetails
                  item={opened.item}
                  zone={zone}
                  conflicts={conflicts}
                  items={items}
                  onMove={(item) => {
                    close()
                    setDialog({ move: item })
                  }}
                />
              </Details>
            ) : opened !== null && day ? (
              <Details anchor={opened.anchor} label={titled(dayWord(day.from, t, zone), t)} onClose={close}>
                <DayDetails
                  day={day}
                  items={items}
                  onOpen={(item) => setOpened({ item, anchor: opened.anchor })}
                />
              </Details>
            ) : null}
          </SceneProvider>
        )}
      </div>
      <DialogContainer onDismiss={() => setDialog(null)}>
        {dialog === 'external' ? (
          <ExternalDialog calendars={calendars.data?.items ?? []} onClose={() => setDialog(null)} />
        ) : dialog === 'feed' ? (
          <FeedDialog onClose={() => setDialog(null)} />
        ) : dialog !== null ? (
          <MoveDialog
            item={dialog.move}
            zone={zone}
            onMove={(to) => void commit({ item: dialog.move, to })}
            onClose={() => setDialog(null)}
          />
        ) : null}
      </DialogContainer>
    </Page>
  )
}
