import { listAudienceUses } from '@chappe/core/api/audiences'
import { Link } from '@react-spectrum/s2'
import type { Reply } from '../../../api.ts'
import { useEndpoint } from '../../../data.ts'
import { Loading } from '../../../parts/Loading.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { Scroller } from '../../../parts/Scroller.tsx'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'

type Use = Reply<typeof listAudienceUses>['items'][number]

/** The audiences that are made of this one and the campaigns that name it, with the way there. */
export function UsedBy({ id }: { id: string }) {
  const t = useText()
  const uses = useEndpoint(listAudienceUses, { params: { id } })
  if (uses.isPending) return <Loading />
  if (!uses.data) return <ProblemNote problem={uses.error} />
  if (uses.data.items.length === 0) return <p className={page.quiet}>{t('audiences.uses.none')}</p>
  return (
    <Scroller label={t('audiences.tab.uses')} className={page.scroller}>
      <table className={page.table}>
        <thead>
          <tr>
            <th scope="col">{t('audiences.column.name')}</th>
            <th scope="col">{t('audiences.uses.kind')}</th>
            <th scope="col">{t('audiences.column.status')}</th>
          </tr>
        </thead>
        <tbody>
          {uses.data.items.map((use) => (
            <tr key={use.id}>
              <td>
                <Way use={use} />
              </td>
              <td>{t(`audiences.uses.${use.kind}`)}</td>
              <td>
                {use.kind === 'audience' ? t(`audiences.status.${use.status}`) : t(`status.${use.status}`)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}

const Way = ({ use: { kind, id, name } }: { use: Use }) =>
  kind === 'audience' ? (
    <Link href={{ to: '/audiences/$id', params: { id }, search: {} }}>{name}</Link>
  ) : (
    <Link href={{ to: '/campaigns/$id', params: { id }, search: {} }}>{name}</Link>
  )
