import type { AudienceStatus } from '@chappe/core/audience/lifecycle'
import type { Audience } from '@chappe/core/audience/schema'
import { Link } from '@tanstack/react-router'
import type { Column } from '../../parts/grid/column.ts'
import { StatusDot, type Tone } from '../../parts/StatusDot.tsx'
import { When } from '../../parts/When.tsx'
import { useText, type Words } from '../../text.ts'
import { TagList } from '../templates/columns.tsx'
import { saySchedule } from './page/schedule.ts'

const tones: Record<AudienceStatus, Tone> = { live: 'positive', archived: 'neutral' }

/** The status of an audience; a failed evaluation is what matters most. */
export function AudienceStatusDot({ audience }: { audience: Pick<Audience, 'status' | 'failure'> }) {
  const t = useText()
  const { status, failure } = audience
  if (failure !== null && status !== 'archived')
    return <StatusDot tone="negative">{t('audiences.status.failed')}</StatusDot>
  return <StatusDot tone={tones[status]}>{t(`audiences.status.${status}`)}</StatusDot>
}

/** The list's columns in the reader's language. */
export const columnsOf = (t: Words): Column<Audience>[] => [
  {
    id: 'name',
    label: t('audiences.column.name'),
    width: 260,
    sort: 'asc',
    render: ({ id, name, description }) => (
      <Link to="/audiences/$id" params={{ id }} search={{}} title={description || name}>
        {name}
      </Link>
    ),
  },
  {
    id: 'kind',
    label: t('audiences.column.kind'),
    width: 120,
    render: ({ kind }) => t(`audiences.kind.${kind}`),
  },
  {
    id: 'status',
    label: t('audiences.column.status'),
    width: 120,
    render: (audience) => <AudienceStatusDot audience={audience} />,
  },
  {
    id: 'members',
    label: t('audiences.column.members'),
    width: 110,
    sort: 'desc',
    align: 'end',
    render: ({ members }) => (members === null ? '–' : members.toLocaleString(t.locale)),
  },
  {
    id: 'evaluatedAt',
    label: t('audiences.column.evaluatedAt'),
    width: 180,
    sort: 'desc',
    render: ({ evaluatedAt }) => (evaluatedAt ? <When instant={evaluatedAt} /> : t('audiences.never')),
  },
  {
    id: 'schedule',
    label: t('audiences.column.schedule'),
    width: 150,
    render: ({ kind, schedule }) => (kind === 'list' ? '–' : saySchedule(t, schedule)),
  },
  {
    id: 'tags',
    label: t('audiences.column.tags'),
    width: 120,
    render: ({ tags }) => <TagList tags={tags} />,
  },
  {
    id: 'modifiedAt',
    label: t('audiences.column.modifiedAt'),
    width: 180,
    sort: 'desc',
    render: ({ modifiedAt }) => <When instant={modifiedAt} />,
  },
]
