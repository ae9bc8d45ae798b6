import { listAudienceUses } from '@chappe/core/api/audiences'
import { Link } from '@react-spectrum/s2'
import { useEndpoint } from '../../../data.ts'
import { Loading } from '../../../parts/Loading.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'

/** The audiences that are made of this one, with the way there. */
export function UsedBy({ id }: { id: string }) {
  const t = useText()
  const uses = useEndpoint(listAudienceUses, { params: { id } })
  if (uses.isPending) return <Loading />
  if (!uses.data) return <ProblemNote problem={uses.error} />
  if (uses.data.items.length === 0) return <p className={page.quiet}>{t('audiences.uses.none')}</p>
  return (
    <div className={page.scroller}>
      <table className={page.table}>
        <caption className={page.hidden}>{t('audiences.tab.uses')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('audiences.column.name')}</th>
          </tr>
        </thead>
        <tbody>
          {uses.data.items.map((use) => (
            <tr key={use.id}>
              <td>
                <Link href={{ to: '/audiences/$id', params: { id: use.id }, search: {} }}>{use.name}</Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
