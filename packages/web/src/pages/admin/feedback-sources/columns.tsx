import type { FeedbackSource } from '@chappe/core/api/feedback-sources'
import type { Column } from '../../../parts/grid/column.ts'
import { StatusDot } from '../../../parts/StatusDot.tsx'
import { When } from '../../../parts/When.tsx'
import type { Words } from '../../../text.ts'
import { isMailbox, whereOf } from './form.ts'

/** What the list shows of each source: what it is, how it is, what it told. */
export const columnsOf = (t: Words): Column<FeedbackSource>[] => [
  { id: 'name', label: t('admin.sources.name'), width: 180, render: ({ name }) => name },
  {
    id: 'kind',
    label: t('admin.sources.kind'),
    width: 160,
    render: ({ kind }) => t(`admin.sources.kind.${kind}`),
  },
  {
    id: 'status',
    label: t('admin.sources.status'),
    width: 110,
    render: ({ active, problem }) => (
      <StatusDot tone={!active ? 'neutral' : problem === null ? 'positive' : 'negative'}>
        {t(active ? 'admin.sources.status.on' : 'admin.sources.status.off')}
      </StatusDot>
    ),
  },
  {
    id: 'last',
    label: t('admin.sources.last'),
    width: 150,
    render: ({ lastAt }) => (lastAt ? <When instant={lastAt} /> : t('admin.sources.last.never')),
  },
  {
    id: 'next',
    label: t('admin.sources.next'),
    width: 150,
    render: ({ kind, nextAt }) => (isMailbox(kind) && nextAt ? <When instant={nextAt} /> : '—'),
  },
  {
    id: 'counts',
    label: t('admin.sources.counts'),
    width: 120,
    render: ({ counts }) =>
      counts ? (
        <span title={t('admin.sources.counts.parts', counts)}>
          {t('admin.sources.counts.said', { mails: counts.mails })}
        </span>
      ) : (
        '—'
      ),
  },
  {
    id: 'problem',
    label: t('admin.sources.problem'),
    width: 200,
    render: ({ problem }) => <span title={problem ?? ''}>{problem}</span>,
  },
  {
    id: 'where',
    label: t('admin.sources.where'),
    width: 260,
    render: (source) => <code title={whereOf(source)}>{whereOf(source)}</code>,
  },
]
