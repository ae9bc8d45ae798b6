import {
  getUploadErrors,
  listAllowed,
  listSuppressions,
  listUploads,
  removeUpload,
  type SuppressionUpload,
} from '@chappe/core/api/suppressions'
import type { UploadStatus } from '@chappe/core/suppression/schema'
import Delete from '@react-spectrum/s2/icons/Delete'
import Download from '@react-spectrum/s2/icons/Download'
import FileIcon from '@react-spectrum/s2/icons/File'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useMemo } from 'react'
import { call } from '../../../api.ts'
import { keyOf, useAction, useEndpoint } from '../../../data.ts'
import { download } from '../../../parts/download.ts'
import { EmptyState } from '../../../parts/EmptyState.tsx'
import type { Column } from '../../../parts/grid/column.ts'
import { DataGrid } from '../../../parts/grid/DataGrid.tsx'
import type { MenuEntry } from '../../../parts/grid/RowMenu.tsx'
import { Loading } from '../../../parts/Loading.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { StatusDot, type Tone } from '../../../parts/StatusDot.tsx'
import { notify } from '../../../parts/toast.ts'
import { When } from '../../../parts/When.tsx'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import { errorReport } from './report.ts'

const toneOf: Record<UploadStatus, Tone> = {
  pending: 'neutral',
  processing: 'info',
  complete: 'positive',
  error: 'negative',
}
const isUnderWay = ({ status }: SuppressionUpload) => status === 'pending' || status === 'processing'

/** The files of the last weeks, how they went, and what of them was left out. */
export function UploadsTab({ actions }: { actions?: ReactNode }) {
  const t = useText()
  const client = useQueryClient()
  const mayWrite = useMay('suppressions:write')
  const list = useEndpoint(
    listUploads,
    { query: { limit: 200 } },
    { refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? 1_000 : false) },
  )
  const forget = useAction(removeUpload, { makesStale: [listUploads] })
  const items = list.data?.items ?? []
  const ended = items.filter((one) => !isUnderWay(one)).length

  // What ended has changed the lists.
  useEffect(() => {
    if (ended === 0) return
    for (const one of [listSuppressions, listAllowed]) void client.invalidateQueries({ queryKey: keyOf(one) })
  }, [client, ended])

  const columns = useMemo<Column<SuppressionUpload>[]>(
    () => [
      {
        id: 'filename',
        label: t('admin.uploads.filename'),
        width: 260,
        render: ({ filename }) => <span title={filename}>{filename}</span>,
      },
      {
        id: 'list',
        label: t('admin.uploads.list'),
        width: 160,
        render: (one) => t(`admin.uploads.list.${one.list}`),
      },
      {
        id: 'status',
        label: t('admin.uploads.status'),
        width: 140,
        render: ({ status }) => (
          <StatusDot tone={toneOf[status]}>{t(`admin.uploads.status.${status}`)}</StatusDot>
        ),
      },
      {
        id: 'added',
        label: t('admin.uploads.added'),
        width: 100,
        align: 'end',
        render: (one) => !isUnderWay(one) && one.added.toLocaleString(t.locale),
      },
      {
        id: 'failed',
        label: t('admin.uploads.failed'),
        width: 100,
        align: 'end',
        render: (one) => !isUnderWay(one) && one.failed.toLocaleString(t.locale),
      },
      {
        id: 'createdAt',
        label: t('admin.uploads.at'),
        width: 180,
        render: ({ createdAt }) => <When instant={createdAt} />,
      },
      {
        id: 'createdBy',
        label: t('admin.suppressions.by'),
        width: 160,
        render: ({ createdBy }) => createdBy,
      },
    ],
    [t],
  )
  const giveReport = async ({ id, filename }: SuppressionUpload) => {
    try {
      const { items: errors } = await call(getUploadErrors, { params: { id } })
      download(
        `${filename.replace(/\.\w+$/, '')}-errors.csv`,
        'text/csv;charset=utf-8',
        errorReport(t, errors),
      )
    } catch (error) {
      notify.negative((error as Error).message)
    }
  }
  const menuOf = (one: SuppressionUpload): MenuEntry[] => [
    ...(one.failed > 0
      ? [{ id: 'report', label: t('admin.uploads.report'), icon: Download, run: () => void giveReport(one) }]
      : []),
    ...(mayWrite && !isUnderWay(one)
      ? [
          {
            id: 'forget',
            label: t('admin.uploads.forget'),
            icon: Delete,
            run: () => forget.mutate({ params: { id: one.id } }),
          },
        ]
      : []),
  ]

  return (
    <>
      <ProblemNote problem={list.error ?? forget.error} />
      {list.isPending && <Loading />}
      {list.isSuccess && items.length === 0 && (
        <EmptyState title={t('admin.uploads.empty')} picture={<FileIcon />} actions={actions}>
          {t('admin.uploads.empty.body')}
        </EmptyState>
      )}
      {items.length > 0 && (
        <DataGrid
          label={t('admin.suppressions.tab.uploads')}
          columns={columns}
          items={items}
          total={items.length}
          keyOf={({ id }) => id}
          nameOf={({ filename }) => filename}
          menuOf={menuOf}
          isBusy={list.isFetching}
        />
      )}
    </>
  )
}
