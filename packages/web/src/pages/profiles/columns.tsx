import type { ListedProfile } from '@chappe/core/api/profiles'
import { bestIdentity, nameOf } from '@chappe/core/profile/name'
import { Link } from '@tanstack/react-router'
import type { Column } from '../../parts/grid/column.ts'
import { When } from '../../parts/When.tsx'
import type { Words } from '../../text.ts'
import { TestMark } from './TestMark.tsx'

/** What stands for a person who has neither a name nor an identity. */
export const called = (t: Words, profile: Parameters<typeof nameOf>[0]): string =>
  nameOf(profile) || t('profiles.nameless')

/** The list's columns in the reader's language. */
export const columnsOf = (t: Words, namespaceName: (key: string) => string): Column<ListedProfile>[] => [
  {
    id: 'name',
    label: t('profiles.column.name'),
    width: 260,
    render: (one) => (
      <Link to="/profiles/$id" params={{ id: one.id }} search={{}}>
        {called(t, one)}
      </Link>
    ),
  },
  {
    id: 'identity',
    label: t('profiles.column.identity'),
    width: 300,
    render: ({ identities }) => {
      const best = bestIdentity(identities)
      const title = identities
        .map(({ namespace, value }) => t('profiles.identity.said', { kind: namespaceName(namespace), value }))
        .join('\n')
      if (!best) return t('profiles.identities.none')
      const more = identities.length - 1
      return (
        <span title={title}>
          {best.value}
          {more > 0 && ` ${t('profiles.identities.more', { count: more })}`}
        </span>
      )
    },
  },
  {
    id: 'test',
    label: t('profiles.column.test'),
    width: 120,
    render: ({ test }) => (test ? <TestMark /> : ''),
  },
  {
    id: 'createdAt',
    label: t('profiles.column.createdAt'),
    width: 180,
    render: ({ createdAt }) => <When instant={createdAt} />,
  },
  {
    id: 'modifiedAt',
    label: t('profiles.column.modifiedAt'),
    width: 180,
    render: ({ modifiedAt }) => <When instant={modifiedAt} />,
  },
]
