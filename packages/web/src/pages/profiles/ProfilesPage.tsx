import { findProfiles, type ListedProfile } from '@chappe/core/api/profiles'
import { Button, Text } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import User from '@react-spectrum/s2/icons/User'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useEndpointPages } from '../../data.ts'
import { DialogContainer } from '../../parts/DialogContainer.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { DataGrid } from '../../parts/grid/DataGrid.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { useNamespaces } from '../../parts/namespaces.ts'
import { Page } from '../../parts/Page.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import library from '../templates/templates.module.css'
import { CreateProfile } from './CreateProfile.tsx'
import { called, columnsOf } from './columns.tsx'
import { Filters } from './Filters.tsx'
import type { ProfilesSearch } from './search.ts'

const route = getRouteApi('/app/profiles')
const keyOf = ({ id }: ListedProfile) => id

/** The people that this sandbox knows, newest first, or those whose identity begins as asked. */
export function ProfilesPage() {
  const t = useText()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const mayWrite = useMay('profiles:write')
  const { nameOf: namespaceName } = useNamespaces()
  const change = (changes: ProfilesSearch) =>
    void navigate({ search: (now) => ({ ...now, ...changes }), replace: true })
  const { q, namespace = 'email', test } = search
  const list = useEndpointPages(findProfiles, {
    query: q ? { namespace, identity: q, match: 'prefix' } : { namespace, test },
  })
  const columns = useMemo(() => columnsOf(t, namespaceName), [t, namespaceName])
  const isFiltered = Boolean(q) || test !== undefined
  const create = () => change({ create: true })

  return (
    <Page
      title={t('nav.profiles')}
      lead={t('profiles.lead')}
      fill
      actions={
        mayWrite && (
          <Button variant="accent" onPress={create}>
            <Add />
            <Text>{t('profiles.create')}</Text>
          </Button>
        )
      }
    >
      <div className={library.library} data-fill="true">
        <Filters search={search} total={list.isSuccess ? list.total : undefined} onChange={change} />
        <ProblemNote problem={list.error} />
        {list.isPending && <Loading lines={6} />}
        {list.isSuccess && list.total === 0 && (
          <EmptyState
            title={t(isFiltered ? 'profiles.noResult' : 'profiles.empty')}
            picture={<User />}
            actions={
              isFiltered ? (
                <Button variant="secondary" onPress={() => change({ q: undefined, test: undefined })}>
                  {t('inventory.clear')}
                </Button>
              ) : (
                mayWrite && (
                  <Button variant="accent" onPress={create}>
                    {t('profiles.create')}
                  </Button>
                )
              )
            }
          >
            {t(q ? 'profiles.noResult.body' : test ? 'profiles.noTest.body' : 'profiles.empty.body')}
          </EmptyState>
        )}
        {list.total > 0 && (
          <DataGrid
            label={t('nav.profiles')}
            columns={columns}
            items={list.items}
            total={list.total}
            keyOf={keyOf}
            nameOf={(one) => called(t, one)}
            onNearEnd={() => void (list.isFetching || list.fetchNextPage())}
            isBusy={list.isFetching}
          />
        )}
      </div>
      <DialogContainer onDismiss={() => change({ create: undefined })}>
        {search.create && <CreateProfile onClose={() => change({ create: undefined })} />}
      </DialogContainer>
    </Page>
  )
}
