import type { ListedCampaign as Campaign } from '@chappe/core/campaign/listed'
import type { Folder } from '@chappe/core/folder/schema'
import { pathTo } from '@chappe/core/folder/tree'
import AlertTriangle from '@react-spectrum/s2/icons/AlertTriangle'
import Clock from '@react-spectrum/s2/icons/Clock'
import Edit from '@react-spectrum/s2/icons/Edit'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { FormattedNumber } from 'react-intl'
import type { Column, Order } from '../../parts/grid/column.ts'
import { CampaignStatusDot } from '../../parts/StatusDot.tsx'
import { When } from '../../parts/When.tsx'
import type { Words } from '../../text.ts'
import type { ColumnId } from './column-choice.ts'

/** On a telephone the status, too, is to be seen without scrolling. */
const isNarrow = matchMedia('(max-width: 520px)').matches

const shape: Record<ColumnId, { width: number; sort?: Order }> = {
  name: { width: isNarrow ? 200 : 300, sort: 'asc' },
  status: { width: isNarrow ? 150 : 232, sort: 'asc' },
  category: { width: 140, sort: 'asc' },
  channel: { width: 110 },
  tags: { width: 180 },
  folder: { width: 160 },
  startAt: { width: 170, sort: 'desc' },
  endAt: { width: 170, sort: 'desc' },
  nextAt: { width: 180, sort: 'asc' },
  occurrences: { width: 120 },
  createdAt: { width: 180, sort: 'desc' },
  createdBy: { width: 160, sort: 'asc' },
  modifiedAt: { width: 180, sort: 'desc' },
  modifiedBy: { width: 160, sort: 'asc' },
  activatedAt: { width: 180, sort: 'desc' },
  endedAt: { width: 180 },
  archivedAt: { width: 180 },
}

const when = (instant: string | null) => instant && <When instant={instant} />

/** Where a campaign's name leads: to what runs, or to the draft where nothing does yet. */
const Name = ({ id, name, liveVersion }: Campaign) => (
  <Link
    to="/campaigns/$id"
    params={{ id }}
    search={liveVersion === null ? {} : { view: 'live' }}
    title={name}
  >
    {name}
  </Link>
)

/** What somebody has to look into. */
const Alert = ({ campaign: { status, failure, pausedReason }, t }: { campaign: Campaign; t: Words }) => {
  const words =
    status === 'failed'
      ? t('inventory.alert.failed', { reason: failure ?? '' })
      : pausedReason !== null
        ? t('inventory.alert.paused')
        : undefined
  return (
    words && (
      <span className="inventory-alert" role="img" aria-label={words} title={words}>
        <AlertTriangle />
      </span>
    )
  )
}

/** What a live campaign of which nothing leaves waits for; its page says until when, and what the relay said. */
const Waits = ({ campaign: { waits }, t }: { campaign: Campaign; t: Words }) =>
  waits && (
    <span
      className="inventory-waits"
      title={t('inventory.waits', { reason: t(`inventory.waits.${waits.reason}`) })}
    >
      <Clock />
      <span>{t(`inventory.waits.${waits.reason}`)}</span>
    </span>
  )

const Status = ({ campaign, t }: { campaign: Campaign; t: Words }) => (
  <span className="inventory-status">
    <CampaignStatusDot status={campaign.status} />
    <Alert campaign={campaign} t={t} />
    <Waits campaign={campaign} t={t} />
    {campaign.draftVersion !== null && campaign.liveVersion !== null && (
      <Link
        to="/campaigns/$id"
        params={{ id: campaign.id }}
        search={{ view: 'draft' }}
        aria-label={t('inventory.openDraft.of', { name: campaign.name })}
        title={t('inventory.openDraft')}
      >
        <Edit />
      </Link>
    )}
  </span>
)

const Tags = ({ tags }: Campaign) =>
  tags.length > 0 && (
    <span className="inventory-tags" title={tags.join(', ')}>
      {tags.map((tag) => (
        <span key={tag}>{tag}</span>
      ))}
    </span>
  )

/** The inventory's columns in the reader's language. */
export function columnsOf(
  t: Words,
  ids: readonly ColumnId[],
  folders: readonly Folder[],
): Column<Campaign>[] {
  const cells: Record<ColumnId, (campaign: Campaign) => ReactNode> = {
    name: Name,
    status: (campaign) => <Status campaign={campaign} t={t} />,
    category: ({ category }) => t(`category.${category}`),
    channel: ({ channel }) => t(`channel.${channel}`),
    tags: Tags,
    startAt: ({ startAt }) => when(startAt),
    folder: ({ folderId }) => {
      const path = pathTo(folders, folderId).map(({ name }) => name)
      return <span title={path.join(' / ')}>{path.at(-1)}</span>
    },
    endAt: ({ endAt }) => when(endAt),
    nextAt: ({ nextAt }) => when(nextAt),
    occurrences: ({ kind, occurrences }) =>
      kind === 'action' ? <FormattedNumber value={occurrences} /> : null,
    createdAt: ({ createdAt }) => when(createdAt),
    createdBy: ({ createdBy }) => createdBy,
    modifiedAt: ({ modifiedAt }) => when(modifiedAt),
    modifiedBy: ({ modifiedBy }) => modifiedBy,
    activatedAt: ({ activatedAt }) => when(activatedAt),
    endedAt: ({ endedAt }) => when(endedAt),
    archivedAt: ({ archivedAt }) => when(archivedAt),
  }
  return ids.map((id) => ({ id, label: t(`inventory.column.${id}`), ...shape[id], render: cells[id] }))
}
