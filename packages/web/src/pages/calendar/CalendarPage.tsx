import {
  ActionMenu,
  Button,
  ButtonGroup,
  DialogContainer,
  MenuItem,
  ProgressCircle,
  Text,
} from '@react-spectrum/s2'
import CalendarAdd from '@react-spectrum/s2/icons/CalendarAdd'
import LinkIcon from '@react-spectrum/s2/icons/Link'
import { useMemo, useState, useSyncExternalStore } from 'react'
import { Loading } from '../../parts/Loading.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { useText } from '../../text.ts'
import { Agenda } from './Agenda.tsx'
import { Bar } from './Bar.tsx'
import { Conflicts } from './Conflicts.tsx'
import css from './calendar.module.css'
import { Details, ItemDetails } from './Details.tsx'
import { ExternalDialog } from './ExternalDialog.tsx'
import { FeedDialog } from './FeedDialog.tsx'
import { Filters } from './Filters.tsx'
import type { BandItem, Item } from './item.ts'
import { Legend } from './Legend.tsx'
import { touches } from './layout.ts'
import { Mark } from './Mark.tsx'
import { Month } from './Month.tsx'
import { MoveDialog } from './MoveDialog.tsx'
import { type Scene, SceneProvider } from './Scene.tsx'
import { isFiltered } from './search.ts'
import { useCalendar } from './useCalendar.ts'
import { useCalendarState } from './useCalendarState.ts'
import { useDrag } from './useDrag.ts'
import { useKeys } from './useKeys.ts'
import { useMoving } from './useMoving.ts'
import { ViewToggle } from './ViewToggle.tsx'
import { Week } from './Week.tsx'
import { dayWord, whenOf } from './words.ts'

const narrow = matchMedia('(max-width: 760px)')
const useNarrow = () =>
  useSyncExternalStore(
    (changed) => {
      narrow.addEventListener('change', changed)
      return () => narrow.removeEventListener('change', changed)
    },
    () => narrow.matches,
  )

type Opened = { item: Item; anchor: HTMLElement } | { day: string; anchor: HTMLElement }
type Dialog = 'external' | 'feed' | { move: BandItem }

/** The campaigns in time: what was, is and will be sent, and drafts that can be moved. */
export function CalendarPage() {
  const t = useText()
  const { search } = useCalendarState()
  const shown = useCalendar()
  const { view, zone, range, calendar, calendars } = shown
  const state = useMoving(shown)
  const { moving, shown: items, commit, cancel, isSaving } = state
  const drag = useDrag(state, zone)
  const isNarrow = useNarrow()
  const [chosen, setChosen] = useState<string | null>(null)
  const [opened, setOpened] = useState<Opened | null>(null)
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const conflicts = calendar.data?.conflicts ?? []
  const hours = calendar.data?.hours ?? []
  const inConflict = useMemo(
    () => new Set(conflicts.filter(({ kind }) => kind === 'audience').flatMap(({ bands }) => bands)),
    [conflicts],
  )
  // Tab leads to one of them: the one last looked at while it is there, else the first.
  const active = items.some(({ id }) => id === chosen) ? chosen : (items[0]?.id ?? null)
  const scene: Scene = {
    zone,
    active,
    setActive: setChosen,
    open: (item, anchor) => setOpened({ item, anchor }),
    openDay: (day, anchor) => setOpened({ day, anchor }),
    drag,
    moving,
    inConflict,
  }

  const onKeyDown = useKeys(shown, state)
  const grid = { range, zone, today: shown.today, items, hours }
  const day =
    opened !== null && 'day' in opened ? range.days.find((one) => one.date === opened.day) : undefined
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
            <div className={css.grid} onKeyDown={onKeyDown}>
              {items.length === 0 && (
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
              <div role="status" className={css.moving} data-on={moving !== null}>
                {moving && (
                  <>
                    <span>
                      {t('calendar.moving', { name: moving.item.name, when: whenOf(moving.to, t, zone) })}
                    </span>
                    {isSaving && (
                      <ProgressCircle isIndeterminate size="S" aria-label={t('calendar.saving')} />
                    )}
                    <ButtonGroup size="S">
                      <Button size="S" variant="secondary" onPress={cancel}>
                        {t('common.cancel')}
                      </Button>
                      <Button
                        size="S"
                        variant="accent"
                        isDisabled={isSaving}
                        onPress={() => void commit(moving)}
                      >
                        {t('calendar.move.do')}
                      </Button>
                    </ButtonGroup>
                  </>
                )}
              </div>
              {!isNarrow && <p className={css.help}>{t(`calendar.keys.${view}`)}</p>}
              {opened !== null && 'item' in opened && (
                <Details anchor={opened.anchor} label={opened.item.name} onClose={() => setOpened(null)}>
                  <ItemDetails
                    item={opened.item}
                    zone={zone}
                    conflicts={conflicts}
                    items={items}
                    onMove={(item) => {
                      setOpened(null)
                      setDialog({ move: item })
                    }}
                  />
                </Details>
              )}
              {opened !== null && day && (
                <Details
                  anchor={opened.anchor}
                  label={dayWord(day.from, t, zone)}
                  onClose={() => setOpened(null)}
                >
                  <ul className={css.list}>
                    {items
                      .filter((item) => touches(item, day))
                      .map((item) => (
                        <li key={item.id}>
                          <Mark item={item} as="line" />
                        </li>
                      ))}
                  </ul>
                </Details>
              )}
            </div>
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
