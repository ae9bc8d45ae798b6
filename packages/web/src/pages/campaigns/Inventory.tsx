import './inventory.css'
import { listCampaigns } from '@chappe/core/api/campaigns'
import type { Campaign } from '@chappe/core/campaign/schema'
import { campaignSorts } from '@chappe/core/campaign/view'
import { Button, DialogContainer } from '@react-spectrum/s2'
import Send from '@react-spectrum/s2/icons/Send'
import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { useEndpoint, useEndpointPages } from '../../data.ts'
import { deviceTimeZone } from '../../parts/dates.ts'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ColumnChooser } from '../../parts/grid/ColumnChooser.tsx'
import type { Sort } from '../../parts/grid/column.ts'
import { DataGrid } from '../../parts/grid/DataGrid.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { changePreferences, useMay, useSession } from '../../session.ts'
import { useText } from '../../text.ts'
import { Chips } from './Chips.tsx'
import { columnIds, shownColumns } from './column-choice.ts'
import { columnsOf } from './columns.tsx'
import { Filters } from './Filters.tsx'
import { queryFrom, withoutAny } from './filters.ts'
import { TagsDialog } from './TagsDialog.tsx'
import { useRowMenu } from './useRowMenu.tsx'
import { useSearchState } from './useSearchState.ts'

type Kind = 'action' | 'api_triggered'

const keyOf = ({ id }: Campaign) => id
const nameOf = ({ name }: Campaign) => name

/** The campaigns of a kind: filtered, sorted and counted by the server, drawn as far as one scrolls. */
export function Inventory({ kind, onCreate }: { kind: Kind; onCreate: () => void }) {
  const t = useText()
  const { search, change, become } = useSearchState()
  const { preferences } = useSession()
  const [tagging, setTagging] = useState<Campaign | null>(null)
  const menuOf = useRowMenu(setTagging)

  const chosen = preferences.columns
  const columns = useMemo(() => columnsOf(t, shownColumns(chosen)), [t, chosen])
  const sort: Sort = { by: search.sort ?? 'modifiedAt', order: search.order ?? 'desc' }
  const list = useEndpointPages(listCampaigns, { query: queryFrom(search, kind, deviceTimeZone()) })
  const { fetchNextPage, isFetching } = list
  const onNearEnd = useCallback(() => {
    if (!isFetching) void fetchNextPage()
  }, [fetchNextPage, isFetching])

  return (
    <div className="inventory">
      <Filters />
      <Chips>
        <span className="inventory-total" role="status">
          {list.isSuccess && t('inventory.total', { count: list.total })}
        </span>
        <ColumnChooser
          columns={columnIds.slice(1).map((id) => ({ id, label: t(`inventory.column.${id}`) }))}
          shown={columns.map(({ id }) => id).slice(1)}
          onShown={(ids) => void changePreferences({ columns: ['name', ...ids] })}
        />
      </Chips>
      <ProblemNote problem={list.error} />
      {list.isPending && <Loading lines={8} />}
      {list.isSuccess && list.total === 0 && (
        <NothingFound kind={kind} onCreate={onCreate} onClear={() => become(withoutAny(search))} />
      )}
      {list.isSuccess && list.total > 0 && (
        <DataGrid
          label={t('nav.campaigns')}
          columns={columns}
          items={list.items}
          total={list.total}
          keyOf={keyOf}
          nameOf={nameOf}
          sort={sort}
          onSort={({ by, order }) => {
            const known = campaignSorts.find((one) => one === by)
            if (known) change({ sort: known, order }, true)
          }}
          menuOf={menuOf}
          onNearEnd={onNearEnd}
          isBusy={list.isFetching}
        />
      )}
      <DialogContainer onDismiss={() => setTagging(null)}>
        {tagging && <TagsDialog campaign={tagging} onClose={() => setTagging(null)} />}
      </DialogContainer>
    </div>
  )
}

/** Nothing matches the filters, or there is no campaign at all: two different things to say. */
function NothingFound({
  kind,
  onCreate,
  onClear,
}: {
  kind: Kind
  onCreate: () => void
  onClear: () => void
}): ReactNode {
  const t = useText()
  const mayCreate = useMay('campaigns:write')
  const any = useEndpoint(listCampaigns, { query: { kind, limit: 1 } })
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
