import type { CalendarConflict } from '@chappe/core/api/calendar'
import { ActionButton, Button, ButtonGroup, LinkButton, Text } from '@react-spectrum/s2'
import Close from '@react-spectrum/s2/icons/Close'
import Move from '@react-spectrum/s2/icons/Move'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Popover } from 'react-aria-components/Popover'
import { CampaignStatusDot } from '../../parts/StatusDot.tsx'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import css from './details.module.css'
import type { BandItem, Item } from './item.ts'
import { kindWord, peopleWord, spanOf, waveWord, whenOf } from './words.ts'

export function Details({
  anchor,
  label,
  onClose,
  children,
}: {
  anchor: HTMLElement
  label: string
  onClose: () => void
  children: ReactNode
}) {
  const t = useText()
  return (
    <Popover
      isOpen
      trigger="DialogTrigger"
      className={css.popover ?? ''}
      placement="bottom start"
      triggerRef={{ current: anchor }}
      onOpenChange={(isOpen) => !isOpen && onClose()}
    >
      {/* Another dialog in its place takes the focus that was on what led to it. */}
      <Dialog key={label} className={css.details ?? ''} aria-label={label}>
        <header>
          <h2>{label}</h2>
          <ActionButton isQuiet size="S" aria-label={t('common.close')} onPress={onClose}>
            <Close />
          </ActionButton>
        </header>
        {children}
      </Dialog>
    </Popover>
  )
}

const Row = ({ label, children }: { label: string; children: ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
)

const told = 5

/** With what it is in conflict, and how. */
function OneKind({
  kind,
  item,
  items,
  zone,
  conflicts,
}: Omit<Props, 'onMove'> & Pick<CalendarConflict, 'kind'>) {
  const t = useText()
  const found = conflicts.filter((one) => one.kind === kind)
  if (found.length === 0) return null
  const others = found.map(({ bands }) => bands.find((id) => id !== item.id))
  return (
    <Row label={t('calendar.conflicts')}>
      {t(`calendar.conflict.${kind}`)}
      <ul className={css.others}>
        {others.slice(0, told).map((id) => {
          const other = items.find((one) => one.id === id)
          return <li key={id}>{other ? `${other.name} (${whenOf(other.start, t, zone)})` : '…'}</li>
        })}
        {others.length > told && <li>{t('calendar.more', { count: others.length - told })}</li>}
      </ul>
    </Row>
  )
}

interface Props {
  item: Item
  zone: string
  conflicts: readonly CalendarConflict[]
  items: readonly Item[]
  onMove: (item: BandItem) => void
}

/** All about an item. */
export function ItemDetails({ item, zone, conflicts, items, onMove }: Props) {
  const t = useText()
  const mayReadAudiences = useMay('audiences:read')
  if (item.kind === 'event')
    return (
      <dl className={css.facts}>
        <Row label={t('calendar.external.of')}>{item.calendar.name}</Row>
        <Row label={t('calendar.when')}>{spanOf(item, t, zone)}</Row>
      </dl>
    )
  const { band } = item
  const isOther = band.timeZone !== null && band.timeZone !== zone
  const ours = conflicts.filter(({ bands }) => bands.includes(item.id))
  const hasReport = band.phase === 'sent' || band.phase === 'sending' || band.phase === 'window'
  const wave = waveWord(band, t)
  return (
    <>
      <dl className={css.facts}>
        <Row label={t('inventory.column.status')}>
          <CampaignStatusDot status={band.status} />
        </Row>
        <Row label={t('calendar.kind')}>
          {[t(kindWord[band.kind]), t(`category.${band.category}`), t(`channel.${band.channel}`)].join(' · ')}
        </Row>
        <Row label={t('calendar.when')}>
          {spanOf(item, t, zone)}
          {band.phase === 'sending' && <span className={css.quiet}> {t('calendar.estimated')}</span>}
          {isOther && (
            <div className={css.quiet}>
              {spanOf(item, t, band.timeZone!)} ({band.timeZone})
            </div>
          )}
        </Row>
        {band.occurrence && (
          <Row label={t('calendar.occurrence')}>
            {t('calendar.occurrence.number', { number: band.occurrence.number })}
          </Row>
        )}
        {wave && <Row label={t('calendar.waves')}>{wave}</Row>}
        {band.kind === 'action' && <Row label={t('calendar.people.label')}>{peopleWord(band.people, t)}</Row>}
        {band.audience && (
          <Row label={t('calendar.audience')}>
            {mayReadAudiences ? (
              <Link to="/audiences/$id" params={{ id: band.audience.id }}>
                {band.audience.name}
              </Link>
            ) : (
              band.audience.name
            )}
          </Row>
        )}
        {band.tags.length > 0 && <Row label={t('inventory.column.tags')}>{band.tags.join(', ')}</Row>}
        {(['audience', 'hours'] as const).map((kind) => (
          <OneKind key={kind} {...{ kind, item, items, zone }} conflicts={ours} />
        ))}
      </dl>
      <ButtonGroup>
        {band.editable && (
          <Button variant="accent" onPress={() => onMove(item)}>
            <Move />
            <Text>{t('calendar.move')}</Text>
          </Button>
        )}
        <LinkButton
          variant="secondary"
          href={{
            to: '/campaigns/$id',
            params: { id: band.campaignId },
            search: { view: band.phase === 'draft' ? 'draft' : 'live' },
          }}
        >
          {t(hasReport ? 'calendar.report' : 'calendar.open')}
        </LinkButton>
      </ButtonGroup>
    </>
  )
}
