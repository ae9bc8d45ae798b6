import type { FragmentSummary } from '@chappe/core/content/schema'
import { Link } from '@tanstack/react-router'
import type { Column } from '../../parts/grid/column.ts'
import { When } from '../../parts/When.tsx'
import type { Words } from '../../text.ts'
import { TagList } from '../templates/columns.tsx'
import { FragmentStatusDot } from './tones.tsx'

/** What a fragment is, in words: its kind and, of an expression, its format. */
export const sayKind = (t: Words, { kind, format }: Pick<FragmentSummary, 'kind' | 'format'>): string =>
  kind === 'visual' || format === 'html'
    ? t(`fragments.kind.${kind}`)
    : `${t(`fragments.kind.${kind}`)} – ${t(`fragments.format.${format}`)}`

/** The list's columns in the reader's language. */
export const columnsOf = (t: Words): Column<FragmentSummary>[] => [
  {
    id: 'name',
    label: t('fragments.column.name'),
    width: 300,
    sort: 'asc',
    render: ({ id, name, description }) => (
      <Link to="/fragments/$id" params={{ id }} title={description || name}>
        {name}
      </Link>
    ),
  },
  {
    id: 'status',
    label: t('fragments.column.status'),
    width: 230,
    sort: 'asc',
    render: ({ status, hasDraft }) => (
      <>
        <FragmentStatusDot status={status} />
        {status === 'live' && hasDraft && <span> {t('fragments.withDraft')}</span>}
      </>
    ),
  },
  { id: 'kind', label: t('fragments.column.kind'), width: 230, render: (one) => sayKind(t, one) },
  {
    id: 'uses',
    label: t('fragments.column.uses'),
    width: 110,
    align: 'end',
    render: ({ uses }) => uses.toLocaleString(t.locale),
  },
  {
    id: 'tags',
    label: t('fragments.column.tags'),
    width: 170,
    render: ({ tags }) => <TagList tags={tags} />,
  },
  {
    id: 'modifiedAt',
    label: t('fragments.column.modifiedAt'),
    width: 180,
    sort: 'desc',
    render: ({ modifiedAt }) => <When instant={modifiedAt} />,
  },
  {
    id: 'modifiedBy',
    label: t('fragments.column.modifiedBy'),
    width: 150,
    render: ({ modifiedBy }) => modifiedBy,
  },
]
