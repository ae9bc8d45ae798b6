import { listAudienceChanges } from '@chappe/core/api/audiences'
import { ToggleButton } from '@react-spectrum/s2'
import { useState } from 'react'
import { useIntl } from 'react-intl'
import type { Reply } from '../../../api.ts'
import { useEndpoint } from '../../../data.ts'
import { Loading } from '../../../parts/Loading.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { Scroller } from '../../../parts/Scroller.tsx'
import { When } from '../../../parts/When.tsx'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import { ticks } from '../../campaign/live/chart.ts'
import css from './page.module.css'
import { stepsOf } from './steps.ts'

type Change = Reply<typeof listAudienceChanges>['items'][number]

/** How many belonged after each evaluation, as a line or as a table. */
export function Changes({ id }: { id: string }) {
  const t = useText()
  const [asTable, setAsTable] = useState(false)
  const changes = useEndpoint(listAudienceChanges, { params: { id } })
  if (changes.isPending) return <Loading />
  if (!changes.data) return <ProblemNote problem={changes.error} />
  const { items } = changes.data
  if (items.length === 0) return <p className={page.quiet}>{t('audiences.changes.none')}</p>
  return (
    <section className={page.card} aria-label={t('audiences.changes')}>
      <div className={page.spread}>
        <h2 className={page.heading}>{t('audiences.changes')}</h2>
        <ToggleButton isSelected={asTable} onChange={setAsTable}>
          {t('campaign.chart.table')}
        </ToggleButton>
      </div>
      {asTable ? <ChangeTable changes={items} /> : <Line changes={items.toReversed()} />}
    </section>
  )
}

const width = 640
const height = 180
const left = 48
const bottom = 24

function Line({ changes }: { changes: readonly Change[] }) {
  const t = useText()
  const intl = useIntl()
  const values = ticks(Math.max(...changes.map(({ members }) => members)))
  const highest = values.at(-1) ?? 1
  const steps = stepsOf(changes, { width, height, highest })
  const [first, last] = [changes[0]!, changes.at(-1)!]
  const isOneDay = Date.parse(last.at) - Date.parse(first.at) < 86_400_000
  const sayTime = (at: string) =>
    intl.formatDate(
      at,
      isOneDay ? { hour: 'numeric', minute: '2-digit' } : { day: 'numeric', month: 'short' },
    )
  return (
    <svg
      className={css.chart}
      viewBox={`${-left} -8 ${width + left + 28} ${height + bottom + 8}`}
      role="img"
      aria-label={t('audiences.changes.summary', {
        count: changes.length,
        first: first.members,
        last: last.members,
      })}
    >
      {values.map((value) => (
        <g key={value}>
          <line
            className={css.grid}
            x1={0}
            x2={width}
            y1={height - (value / highest) * height}
            y2={height - (value / highest) * height}
          />
          <text
            className={css.axis}
            x={-8}
            y={height - (value / highest) * height}
            dy="0.32em"
            textAnchor="end"
          >
            {intl.formatNumber(value, { notation: 'compact' })}
          </text>
        </g>
      ))}
      <text className={css.axis} x={0} y={height + 18} textAnchor="start">
        {sayTime(first.at)}
      </text>
      {changes.length > 1 && (
        <text className={css.axis} x={width} y={height + 18} textAnchor="end">
          {sayTime(last.at)}
        </text>
      )}
      <path className={css.area} d={steps.area} />
      <path className={css.line} d={steps.line} />
      {steps.points.length <= 40 &&
        steps.points.map(({ x, y, at }) => <circle key={at} className={css.dot} cx={x} cy={y} r={3} />)}
    </svg>
  )
}

function ChangeTable({ changes }: { changes: readonly Change[] }) {
  const t = useText()
  const intl = useIntl()
  return (
    <Scroller label={t('audiences.changes')} className={page.scroller}>
      <table className={page.table}>
        <thead>
          <tr>
            <th scope="col">{t('audiences.changes.at')}</th>
            {(['members', 'joined', 'departed'] as const).map((one) => (
              <th key={one} scope="col" className={page.number}>
                {t(`audiences.changes.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {changes.map(({ at, members, joined, departed }) => (
            <tr key={at}>
              <td>
                <When instant={at} />
              </td>
              <td className={page.number}>{intl.formatNumber(members)}</td>
              <td className={page.number}>{intl.formatNumber(joined)}</td>
              <td className={page.number}>{intl.formatNumber(departed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}
