import { listAudiences } from '@chappe/core/api/audiences'
import type { Audience } from '@chappe/core/audience/schema'
import { Button, Text } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import UserGroup from '@react-spectrum/s2/icons/UserGroup'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useEndpoint, useEndpointPages } from '../../data.ts'
import { DialogContainer } from '../../parts/DialogContainer.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { DataGrid } from '../../parts/grid/DataGrid.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import library from '../templates/templates.module.css'
import { CreateAudience } from './CreateAudience.tsx'
import { columnsOf } from './columns.tsx'
import { Filters } from './Filters.tsx'
import { type AudiencesSearch, audienceSorts } from './search.ts'
import { useAudienceCommands } from './useAudienceCommands.tsx'

const route = getRouteApi('/app/audiences')
const keyOf = ({ id }: Audience) => id
const nameOf = ({ name }: Audience) => name

/** The audiences: sets of people that messages go to. */
export function AudiencesPage() {
  const t = useText()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const mayWrite = useMay('audiences:write')
  const change = (changes: AudiencesSearch) =>
    void navigate({ search: (now) => ({ ...now, ...changes }), replace: true })
  const { q, kind, status, tag, sort = 'modifiedAt', order = 'desc' } = search
  const list = useEndpointPages(listAudiences, {
    query: {
      search: q,
      kind: kind && [kind],
      status: [status ?? 'live'],
      tag: tag === undefined ? undefined : [tag],
      sort,
      order,
    },
  })
  const columns = useMemo(() => columnsOf(t), [t])
  const menuOf = useAudienceCommands()
  const isFiltered = Boolean(q) || kind !== undefined || status !== undefined || tag !== undefined
  // An empty list says whether there is nothing yet, or only in the archive.
  const any = useEndpoint(
    listAudiences,
    { query: { limit: 1 } },
    { enabled: list.isSuccess && list.total === 0 },
  )
  const isBare = !isFiltered && any.data?.total === 0
  const create = () => change({ create: true })

  return (
    <Page
      title={t('nav.audiences')}
      lead={t('audiences.lead')}
      fill
      actions={
        mayWrite && (
          <Button variant="accent" onPress={create}>
            <Add />
            <Text>{t('audiences.create')}</Text>
          </Button>
        )
      }
    >
      <div className={library.library} data-fill="true">
        <Filters search={search} total={list.isSuccess ? list.total : undefined} onChange={change} />
        <ProblemNote problem={list.error} />
        {list.isPending && <Loading lines={6} />}
        {list.isSuccess && list.total === 0 && any.isSuccess && (
          <EmptyState
            title={t(isBare ? 'audiences.empty' : 'audiences.noResult')}
            picture={<UserGroup />}
            actions={
              isFiltered ? (
                <Button
                  variant="secondary"
                  onPress={() => change({ q: undefined, kind: undefined, status: undefined, tag: undefined })}
                >
                  {t('inventory.clear')}
                </Button>
              ) : (
                mayWrite && (
                  <Button variant="accent" onPress={create}>
                    {t('audiences.create')}
                  </Button>
                )
              )
            }
          >
            {t(isBare ? 'audiences.empty.body' : 'audiences.noResult.body')}
          </EmptyState>
        )}
        {list.total > 0 && (
          <DataGrid
            label={t('nav.audiences')}
            columns={columns}
            items={list.items}
            total={list.total}
            keyOf={keyOf}
            nameOf={nameOf}
            sort={{ by: sort, order }}
            onSort={({ by, order: next }) => {
              const known = audienceSorts.find((one) => one === by)
              if (known) change({ sort: known, order: next })
            }}
            menuOf={menuOf}
            onNearEnd={() => void (list.isFetching || list.fetchNextPage())}
            isBusy={list.isFetching}
          />
        )}
      </div>
      <DialogContainer onDismiss={() => change({ create: undefined })}>
        {search.create && <CreateAudience onClose={() => change({ create: undefined })} />}
      </DialogContainer>
    </Page>
  )
}
