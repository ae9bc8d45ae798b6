import type { Campaign } from '@chappe/core/campaign/schema'
import Edit from '@react-spectrum/s2/icons/Edit'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Column, Order } from '../../parts/grid/column.ts'
import { CampaignStatusDot } from '../../parts/StatusDot.tsx'
import { When } from '../../parts/When.tsx'
import type { Words } from '../../text.ts'
import type { ColumnId } from './column-choice.ts'

const shape: Record<ColumnId, { width: number; sort?: Order }> = {
  name: { width: 300, sort: 'asc' },
  status: { width: 150, sort: 'asc' },
  category: { width: 140 },
  channel: { width: 110 },
  tags: { width: 180 },
  startAt: { width: 170, sort: 'desc' },
  endAt: { width: 170 },
  createdAt: { width: 180, sort: 'desc' },
  createdBy: { width: 160 },
  modifiedAt: { width: 180, sort: 'desc' },
  modifiedBy: { width: 160 },
  activatedAt: { width: 180, sort: 'desc' },
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

const Status = ({ campaign, t }: { campaign: Campaign; t: Words }) => (
  <span className="inventory-status">
    <CampaignStatusDot status={campaign.status} />
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
export function columnsOf(t: Words, ids: readonly ColumnId[]): Column<Campaign>[] {
  const cells: Record<ColumnId, (campaign: Campaign) => ReactNode> = {
    name: Name,
    status: (campaign) => <Status campaign={campaign} t={t} />,
    category: ({ category }) => t(`category.${category}`),
    channel: ({ channel }) => t(`channel.${channel}`),
    tags: Tags,
    startAt: ({ startAt }) => when(startAt),
    endAt: ({ endAt }) => when(endAt),
    createdAt: ({ createdAt }) => when(createdAt),
    createdBy: ({ createdBy }) => createdBy,
    modifiedAt: ({ modifiedAt }) => when(modifiedAt),
    modifiedBy: ({ modifiedBy }) => modifiedBy,
    activatedAt: ({ activatedAt }) => when(activatedAt),
  }
  return ids.map((id) => ({ id, label: t(`inventory.column.${id}`), ...shape[id], render: cells[id] }))
}
