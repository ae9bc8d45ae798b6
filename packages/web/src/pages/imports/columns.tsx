import type { Import } from '@chappe/core/import/schema'
import { Link } from '@tanstack/react-router'
import type { Column } from '../../parts/grid/column.ts'
import { When } from '../../parts/When.tsx'
import type { Words } from '../../text.ts'
import { percentOf, sayBytes } from './amounts.ts'
import css from './imports.module.css'
import { ImportStatusDot } from './words.tsx'

/** How far an import is, where that is a question. */
function Share({ one, t }: { one: Import; t: Words }) {
  const { status, size, uploaded, progress } = one
  if (status === 'ready' || status === 'complete') return null
  const percent = percentOf(status === 'uploading' ? uploaded : progress.bytes, size)
  return <span className={css.share}> {t('imports.percent', { share: percent / 100 })}</span>
}

/** The list's columns in the reader's language. */
export const columnsOf = (t: Words): Column<Import>[] => {
  const count = (one: Import, which: 'read' | 'created' | 'changed' | 'failed') =>
    one.startedAt === null ? '–' : one.counts[which].toLocaleString(t.locale)
  return [
    {
      id: 'name',
      label: t('imports.column.name'),
      width: 230,
      render: ({ id, name, filename, size }) => (
        <Link
          to="/imports/$id"
          params={{ id }}
          search={{}}
          title={`${filename}, ${sayBytes(size, t.locale)}`}
        >
          {name}
        </Link>
      ),
    },
    {
      id: 'status',
      label: t('imports.column.status'),
      width: 176,
      render: (one) => (
        <>
          <ImportStatusDot one={one} />
          <Share one={one} t={t} />
        </>
      ),
    },
    {
      id: 'read',
      label: t('imports.column.read'),
      width: 94,
      align: 'end',
      render: (one) => count(one, 'read'),
    },
    {
      id: 'created',
      label: t('imports.column.created'),
      width: 94,
      align: 'end',
      render: (one) => count(one, 'created'),
    },
    {
      id: 'changed',
      label: t('imports.column.changed'),
      width: 94,
      align: 'end',
      render: (one) => count(one, 'changed'),
    },
    {
      id: 'failed',
      label: t('imports.column.failed'),
      width: 94,
      align: 'end',
      render: (one) => count(one, 'failed'),
    },
    {
      id: 'createdAt',
      label: t('imports.column.createdAt'),
      width: 170,
      render: ({ createdAt }) => <When instant={createdAt} />,
    },
    {
      id: 'createdBy',
      label: t('imports.column.createdBy'),
      width: 160,
      render: ({ createdBy }) => createdBy,
    },
  ]
}
