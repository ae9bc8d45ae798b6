import { importErrors } from '@chappe/core/api/imports'
import { type Import, importLimits } from '@chappe/core/import/schema'
import { LinkButton, Text } from '@react-spectrum/s2'
import Download from '@react-spectrum/s2/icons/Download'
import { useQuery } from '@tanstack/react-query'
import { addressOf } from '../../../api.ts'
import { Loading } from '../../../parts/Loading.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { Scroller } from '../../../parts/Scroller.tsx'
import { useSession } from '../../../session.ts'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import css from '../imports.module.css'
import { firstErrors } from './errors.ts'
import { sayReason } from './reasons.ts'

/** The first lines that were left out, each with its reason, and the file that has them all. */
export function Errors({ one, most = 20 }: { one: Import; most?: number }) {
  const t = useText()
  const sandbox = useSession().sandboxes[0]?.name
  const { id, counts, finishedAt, status } = one
  const isOver = status !== 'running'
  const list = useQuery({
    queryKey: [importErrors, id, finishedAt, most],
    queryFn: ({ signal }) => firstErrors(id, most, signal),
    enabled: counts.failed > 0 && isOver,
  })
  if (counts.failed === 0 || !isOver) return null
  const errors = list.data ?? []
  return (
    <section className={page.stack} aria-labelledby="errors">
      <div className={page.spread}>
        <h3 id="errors" className={page.heading}>
          {t('imports.errors', { count: counts.failed })}
        </h3>
        <LinkButton
          variant="secondary"
          href={addressOf({ path: importErrors }, { params: { id }, query: { sandbox } })}
          download=""
        >
          <Download />
          <Text>{t('imports.errors.file')}</Text>
        </LinkButton>
      </div>
      <ProblemNote problem={list.error} />
      {list.isPending && <Loading lines={3} />}
      {errors.length > 0 && (
        <Scroller label={t('imports.errors', { count: counts.failed })} className={page.scroller}>
          <table className={page.table}>
            <thead>
              <tr>
                <th scope="col" className={page.number}>
                  {t('imports.errors.line')}
                </th>
                <th scope="col">{t('imports.errors.column')}</th>
                <th scope="col">{t('imports.errors.reason')}</th>
                <th scope="col">{t('imports.errors.raw')}</th>
              </tr>
            </thead>
            <tbody>
              {errors.map(({ line, column, reason, raw }, at) => (
                <tr key={at}>
                  <td className={page.number}>{line}</td>
                  <td>{column || '–'}</td>
                  <Reason reason={reason} />
                  <td className={css.raw} title={raw}>
                    {raw.slice(0, 120) || '–'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
      {counts.failed > errors.length && list.isSuccess && (
        <p className={page.quiet}>
          {t('imports.errors.more', { shown: errors.length, most: importLimits.errors })}
        </p>
      )}
    </section>
  )
}

function Reason({ reason }: { reason: string }) {
  const { text, lang } = sayReason(useText(), reason)
  return (
    <td lang={lang} className={css.reason}>
      {text}
    </td>
  )
}
