import { listCampaigns } from '@chappe/core/api/campaigns'
import type { Folder } from '@chappe/core/folder/schema'
import { Button } from '@react-spectrum/s2'
import Send from '@react-spectrum/s2/icons/Send'
import type { ReactNode } from 'react'
import { useEndpoint } from '../../data.ts'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import type { CampaignsSearch } from './search.ts'

interface Props {
  kind: 'action' | 'api_triggered'
  /** What the address says of folders: one, or `none`. */
  place: CampaignsSearch['folder']
  /** The folder that one looks into. */
  folder: Folder | undefined
  onCreate: () => void
  onClear: () => void
  /** Out of the folder. */
  onLeave: () => void
}

/** Nothing matches the filters, or there is no campaign at all: two different things to say. */
export function NothingFound({ kind, place, folder, onCreate, onClear, onLeave }: Props): ReactNode {
  const t = useText()
  const mayCreate = useMay('campaigns:write')
  const any = useEndpoint(listCampaigns, {
    query: { kind, limit: 1, folder: place },
  })
  if (!any.data) return null
  if (any.data.total > 0)
    return (
      <EmptyState
        title={t('inventory.noResult')}
        actions={
          <Button variant="secondary" onPress={onClear}>
            {t('inventory.clear')}
          </Button>
        }
      >
        {t('inventory.noResult.body')}
      </EmptyState>
    )
  if (place === 'none')
    return <EmptyState title={t('folders.outside')}>{t('folders.outside.body')}</EmptyState>
  if (place !== undefined && !folder)
    return (
      <EmptyState
        title={t('folders.gone')}
        actions={
          <Button variant="secondary" onPress={onLeave}>
            {t('folders.all')}
          </Button>
        }
      >
        {t('folders.gone.body')}
      </EmptyState>
    )
  if (folder)
    return (
      <EmptyState title={t('folders.nothing', { name: folder.name })}>{t('folders.nothing.body')}</EmptyState>
    )
  return (
    <EmptyState
      title={t(kind === 'action' ? 'inventory.action.none' : 'inventory.empty')}
      picture={<Send />}
      actions={
        mayCreate && (
          <Button variant="accent" onPress={onCreate}>
            {t('inventory.create')}
          </Button>
        )
      }
    >
      {t(kind === 'action' ? 'inventory.action.body' : 'inventory.empty.body')}
    </EmptyState>
  )
}
