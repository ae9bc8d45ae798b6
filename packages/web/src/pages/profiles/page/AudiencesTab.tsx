import type { ProfileDetail } from '@chappe/core/api/profiles'
import { Link } from '@react-spectrum/s2'
import UserGroup from '@react-spectrum/s2/icons/UserGroup'
import { EmptyState } from '../../../parts/EmptyState.tsx'
import { Scroller } from '../../../parts/Scroller.tsx'
import { When } from '../../../parts/When.tsx'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'

/** Where the person belonged when it was last evaluated. */
export function AudiencesTab({ audiences }: { audiences: ProfileDetail['audiences'] }) {
  const t = useText()
  const mayOpen = useMay('audiences:read')
  if (audiences.length === 0)
    return (
      <EmptyState title={t('profiles.audiences.none')} picture={<UserGroup />}>
        {t('profiles.audiences.none.body')}
      </EmptyState>
    )
  return (
    <section className={page.stack} aria-label={t('profiles.tab.audiences')}>
      <p className={page.quiet}>{t('profiles.audiences.when')}</p>
      <Scroller label={t('profiles.tab.audiences')} className={page.scroller}>
        <table className={page.table}>
          <thead>
            <tr>
              <th scope="col">{t('audiences.column.name')}</th>
              <th scope="col">{t('profiles.audiences.joined')}</th>
            </tr>
          </thead>
          <tbody>
            {audiences.map(({ id, name, joinedAt }) => (
              <tr key={id}>
                <td>
                  {mayOpen ? (
                    <Link href={{ to: '/audiences/$id', params: { id }, search: {} }} variant="secondary">
                      {name}
                    </Link>
                  ) : (
                    name
                  )}
                </td>
                <td>
                  <When instant={joinedAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
    </section>
  )
}
