import { listImports } from '@chappe/core/api/imports'
import { importStatuses } from '@chappe/core/import/lifecycle'
import type { Import } from '@chappe/core/import/schema'
import { Button, LinkButton, Picker, PickerItem, Text } from '@react-spectrum/s2'
import UploadToCloud from '@react-spectrum/s2/icons/UploadToCloud'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo } from 'react'
import { useEndpointPages } from '../../data.ts'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { DataGrid } from '../../parts/grid/DataGrid.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import library from '../templates/templates.module.css'
import { columnsOf } from './columns.tsx'
import { useImportCommands } from './useImportCommands.ts'

const route = getRouteApi('/app/imports')
const keyOf = ({ id }: Import) => id
const nameOf = ({ name }: Import) => name
const every = '\u0000'

/** The imports of profiles: files that were sent, what became of them, who did it. */
export function ImportsPage() {
  const t = useText()
  const { status } = route.useSearch()
  const navigate = route.useNavigate()
  const mayWrite = useMay('profiles:write')
  const list = useEndpointPages(listImports, { query: { status: status && [status] } }, 50)
  const columns = useMemo(() => columnsOf(t), [t])
  const commandsOf = useImportCommands()
  const menuOf = useCallback((one: Import) => [...commandsOf(one).values()], [commandsOf])
  const choose = (next: Import['status'] | undefined) =>
    void navigate({ search: { status: next }, replace: true })

  // What goes on is shown as it goes on.
  const isMoving = list.items.some((one) => one.status === 'running' || one.status === 'uploading')
  const { refetch } = list
  useEffect(() => {
    if (!isMoving) return
    const timer = setInterval(() => void refetch(), 2_000)
    return () => clearInterval(timer)
  }, [isMoving, refetch])

  const create = mayWrite && (
    <LinkButton variant="accent" href={{ to: '/imports/new' }}>
      <UploadToCloud />
      <Text>{t('imports.new')}</Text>
    </LinkButton>
  )
  return (
    <Page title={t('nav.imports')} lead={t('imports.lead')} fill actions={create}>
      <div className={library.library} data-fill="true">
        <div className={library.filters}>
          <Picker
            aria-label={t('imports.column.status')}
            value={status ?? every}
            onChange={(key) => choose(importStatuses.find((one) => one === key))}
            styles={style({ width: 192 })}
          >
            <PickerItem id={every}>{t('imports.status.all')}</PickerItem>
            {importStatuses.map((one) => (
              <PickerItem key={one} id={one}>
                {t(`imports.status.${one}`)}
              </PickerItem>
            ))}
          </Picker>
          <div className={library.end}>
            <span className={library.total} role="status">
              {list.isSuccess && t('imports.total', { count: list.total })}
            </span>
          </div>
        </div>
        <ProblemNote problem={list.error} />
        {list.isPending && <Loading lines={6} />}
        {list.isSuccess && list.total === 0 && (
          <EmptyState
            title={t(status ? 'imports.noResult' : 'imports.empty')}
            picture={<UploadToCloud />}
            actions={
              status ? (
                <Button variant="secondary" onPress={() => choose(undefined)}>
                  {t('inventory.clear')}
                </Button>
              ) : (
                create
              )
            }
          >
            {t(status ? 'imports.noResult.body' : 'imports.empty.body')}
          </EmptyState>
        )}
        {list.total > 0 && (
          <DataGrid
            label={t('nav.imports')}
            columns={columns}
            items={list.items}
            total={list.total}
            keyOf={keyOf}
            nameOf={nameOf}
            menuOf={menuOf}
            onNearEnd={() => void (list.isFetching || list.fetchNextPage())}
            isBusy={list.isFetching && !isMoving}
          />
        )}
      </div>
    </Page>
  )
}
