import { listFragments } from '@chappe/core/api/fragments'
import { fragmentStatuses } from '@chappe/core/content/fragment-lifecycle'
import { type FragmentSummary, fragmentKinds } from '@chappe/core/content/schema'
import { Button, Picker, PickerItem, Text } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import Collection from '@react-spectrum/s2/icons/Collection'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useEndpoint, useEndpointPages } from '../../data.ts'
import { DialogContainer } from '../../parts/DialogContainer.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { DataGrid } from '../../parts/grid/DataGrid.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { SearchWords } from '../../parts/SearchWords.tsx'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import library from '../templates/templates.module.css'
import { CreateFragment } from './CreateFragment.tsx'
import { columnsOf } from './columns.tsx'
import { type FragmentsSearch, fragmentSorts, inUse } from './search.ts'
import { useFragmentCommands } from './useFragmentCommands.tsx'

const route = getRouteApi('/app/fragments')
const keyOf = ({ id }: FragmentSummary) => id
const nameOf = ({ name }: FragmentSummary) => name
const width = style({ width: 176 })
const every = 'every'

/** The fragments: pieces of content that many messages share. */
export function FragmentsPage() {
  const t = useText()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const mayWrite = useMay('content:write')
  const change = (changes: FragmentsSearch) =>
    void navigate({ search: (now) => ({ ...now, ...changes }), replace: true })
  const { q, kind, status, sort = 'modifiedAt', order = 'desc' } = search
  const list = useEndpointPages(listFragments, {
    query: {
      search: q,
      kind: kind && [kind],
      status: status ? [status] : [...inUse],
      sort,
      order,
    },
  })
  const columns = useMemo(() => columnsOf(t), [t])
  const menuOf = useFragmentCommands()
  const isFiltered = Boolean(q) || kind !== undefined || status !== undefined
  // An empty list says whether there is nothing yet, or only in the archive.
  const any = useEndpoint(
    listFragments,
    { query: { limit: 1 } },
    { enabled: list.isSuccess && list.total === 0 },
  )
  const isBare = any.data?.total === 0

  return (
    <Page
      title={t('nav.fragments')}
      lead={t('fragments.lead')}
      fill
      actions={
        mayWrite && (
          <Button variant="accent" onPress={() => change({ create: true })}>
            <Add />
            <Text>{t('fragments.create')}</Text>
          </Button>
        )
      }
    >
      <div className={library.library} data-fill="true">
        <div className={library.filters}>
          <SearchWords
            label={t('fragments.search')}
            value={q ?? ''}
            onSearch={(words) => change({ q: words || undefined })}
          />
          <Picker
            aria-label={t('fragments.kind')}
            value={kind ?? every}
            onChange={(key) => change({ kind: fragmentKinds.find((one) => one === key) })}
            styles={width}
          >
            <PickerItem id={every}>{t('fragments.kind.all')}</PickerItem>
            {fragmentKinds.map((one) => (
              <PickerItem key={one} id={one}>
                {t(`fragments.kind.${one}`)}
              </PickerItem>
            ))}
          </Picker>
          <Picker
            aria-label={t('fragments.status')}
            value={status ?? every}
            onChange={(key) => change({ status: fragmentStatuses.find((one) => one === key) })}
            styles={width}
          >
            <PickerItem id={every}>{t('fragments.status.all')}</PickerItem>
            {fragmentStatuses.map((one) => (
              <PickerItem key={one} id={one}>
                {t(`fragments.status.${one}`)}
              </PickerItem>
            ))}
          </Picker>
          <div className={library.end}>
            <span className={library.total} role="status">
              {list.isSuccess && t('fragments.total', { count: list.total })}
            </span>
          </div>
        </div>
        <ProblemNote problem={list.error} />
        {list.isPending && <Loading lines={6} />}
        {list.isSuccess && list.total === 0 && any.isSuccess && (
          <EmptyState
            title={t(isFiltered || !isBare ? 'fragments.noResult' : 'fragments.empty')}
            picture={<Collection />}
            actions={
              isFiltered ? (
                <Button
                  variant="secondary"
                  onPress={() => change({ q: undefined, kind: undefined, status: undefined })}
                >
                  {t('inventory.clear')}
                </Button>
              ) : (
                mayWrite && (
                  <Button variant="accent" onPress={() => change({ create: true })}>
                    {t('fragments.create')}
                  </Button>
                )
              )
            }
          >
            {t(isFiltered || !isBare ? 'fragments.noResult.body' : 'fragments.empty.body')}
          </EmptyState>
        )}
        {list.total > 0 && (
          <DataGrid
            label={t('nav.fragments')}
            columns={columns}
            items={list.items}
            total={list.total}
            keyOf={keyOf}
            nameOf={nameOf}
            sort={{ by: sort, order }}
            onSort={({ by, order: next }) => {
              const known = fragmentSorts.find((one) => one === by)
              if (known) change({ sort: known, order: next })
            }}
            menuOf={menuOf}
            onNearEnd={() => void (list.isFetching || list.fetchNextPage())}
            isBusy={list.isFetching}
          />
        )}
      </div>
      <DialogContainer onDismiss={() => change({ create: undefined })}>
        {search.create && <CreateFragment onClose={() => change({ create: undefined })} />}
      </DialogContainer>
    </Page>
  )
}
