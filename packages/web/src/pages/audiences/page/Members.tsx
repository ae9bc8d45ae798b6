import { listAudienceMembers } from '@chappe/core/api/audiences'
import type { Audience } from '@chappe/core/audience/schema'
import { Button } from '@react-spectrum/s2'
import UserGroup from '@react-spectrum/s2/icons/UserGroup'
import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../../../api.ts'
import { EmptyState } from '../../../parts/EmptyState.tsx'
import { Loading } from '../../../parts/Loading.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { Scroller } from '../../../parts/Scroller.tsx'
import { When } from '../../../parts/When.tsx'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import { Identities } from './Identities.tsx'

const pageSize = 50

/** The people who belong as of the last evaluation, page by page. */
export function Members({ audience }: { audience: Audience }) {
  const t = useText()
  const { id, members, kind } = audience
  const list = useInfiniteQuery({
    queryKey: [listAudienceMembers.id, 'pages', id],
    queryFn: ({ pageParam, signal }) =>
      call(
        listAudienceMembers,
        { params: { id }, query: { limit: pageSize, ...(pageParam && { after: pageParam }) } },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: ({ items }) => (items.length < pageSize ? undefined : items.at(-1)?.id),
  })
  if (list.isPending) return <Loading lines={6} />
  if (!list.data) return <ProblemNote problem={list.error} />
  const people = list.data.pages.flatMap(({ items }) => items)
  if (people.length === 0)
    return (
      <EmptyState title={t('audiences.members.none')} picture={<UserGroup />}>
        {t(
          kind === 'list'
            ? 'audiences.members.none.list'
            : members === null
              ? 'audiences.members.none.never'
              : 'audiences.members.none.body',
        )}
      </EmptyState>
    )
  const columns = [...new Set(people.flatMap(({ enrichment }) => Object.keys(enrichment)))]
  return (
    <div className={page.stack}>
      <p className={page.quiet} role="status">
        {t('audiences.members.shown', { shown: people.length, count: Math.max(members ?? 0, people.length) })}
      </p>
      <Scroller label={t('audiences.tab.members')} className={page.scroller}>
        <table className={page.table}>
          <thead>
            <tr>
              <th scope="col">{t('audiences.member.name')}</th>
              <th scope="col">{t('audiences.member.identities')}</th>
              <th scope="col">{t('audiences.member.joined')}</th>
              {columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {people.map((one) => (
              <tr key={one.id}>
                <td>{one.name || '–'}</td>
                <td>
                  <Identities identities={one.identities} />
                </td>
                <td>
                  <When instant={one.joinedAt} />
                </td>
                {columns.map((name) => (
                  <td key={name}>{String(one.enrichment[name] ?? '')}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
      <ProblemNote problem={list.error} />
      {list.hasNextPage && (
        <div>
          <Button
            variant="secondary"
            isPending={list.isFetchingNextPage}
            onPress={() => void list.fetchNextPage()}
          >
            {t('audiences.members.more')}
          </Button>
        </div>
      )}
    </div>
  )
}
