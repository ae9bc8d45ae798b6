import { ToggleButton } from '@react-spectrum/s2'
import { useState } from 'react'
import { useIntl } from 'react-intl'
import { Scroller } from '../../../../parts/Scroller.tsx'
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import { ticks } from '../../live/chart.ts'
import css from './plan.module.css'
import type { Plan } from './usePlan.ts'
import { type Bars, barsOf, lengthOf } from './volumes.ts'

/** Messages by the hour, by some hours or by days, as bars or as a table. */
export function Volumes({ plan: { hours, timeZone } }: { plan: Plan }) {
  const t = useText()
  const [asTable, setAsTable] = useState(false)
  const bars = barsOf(hours)
  const title = t('plan.volumes', lengthOf(bars))
  return (
    <>
      <div className={page.spread}>
        <h3 className={page.subheading}>{title}</h3>
        <ToggleButton size="S" isSelected={asTable} onChange={setAsTable}>
          {t('campaign.chart.table')}
        </ToggleButton>
      </div>
      {asTable ? (
        <VolumeTable bars={bars} timeZone={timeZone} title={title} />
      ) : (
        <Chart bars={bars} timeZone={timeZone} />
      )}
    </>
  )
}

const width = 640
const height = 160
const left = 44
const bottom = 24

/** What tells one bar from the next, for a chart of so many hours. */
function labelOf(hours: number): Intl.DateTimeFormatOptions {
  if (hours <= 24) return { hour: 'numeric', minute: '2-digit' }
  const day = { day: 'numeric', month: 'short' } as const
  if (hours <= 6 * 24) return { ...day, hour: 'numeric' }
  return hours <= 300 * 24 ? day : { ...day, year: 'numeric' }
}

function Chart({ bars: given, timeZone }: { bars: Bars; timeZone: string }) {
  const { bars, hours } = given
  const t = useText()
  const intl = useIntl()
  const hasOthers = bars.some(({ others }) => others > 0)
  const steps = ticks(Math.max(...bars.map(({ messages, others }) => messages + others)))
  const highest = steps.at(-1) ?? 1
  const y = (value: number) => height - (value / highest) * height
  const step = width / bars.length
  const every = Math.max(1, Math.ceil(bars.length / 6))
  const total = bars.reduce((sum, { messages }) => sum + messages, 0)
  const peak = Math.max(...bars.map(({ messages }) => messages))
  return (
    <>
      <svg
        className={css.chart}
        viewBox={`${-left} -8 ${width + left + 20} ${height + bottom + 8}`}
        role="img"
        aria-label={t('plan.volumes.summary', { total, peak, ...lengthOf(given) })}
      >
        {steps.map((value) => (
          <g key={value}>
            <line className={css.grid} x1={0} x2={width} y1={y(value)} y2={y(value)} />
            <text className={css.axis} x={-8} y={y(value)} dy="0.32em" textAnchor="end">
              {intl.formatNumber(value, { notation: 'compact' })}
            </text>
          </g>
        ))}
        {bars.map(({ at, messages, others }, index) => (
          <g key={at}>
            <rect
              className={css.ours}
              x={index * step + step * 0.1}
              width={Math.min(step * 0.8, 40)}
              y={y(messages)}
              height={height - y(messages)}
            />
            {others > 0 && (
              <rect
                className={css.others}
                x={index * step + step * 0.1}
                width={Math.min(step * 0.8, 40)}
                y={y(messages + others)}
                height={y(messages) - y(messages + others)}
              />
            )}
            {index % every === 0 && (
              <text className={css.axis} x={index * step} y={height + 18}>
                {intl.formatDate(at, { ...labelOf(hours * bars.length), timeZone })}
              </text>
            )}
          </g>
        ))}
      </svg>
      {hasOthers && (
        <ul className={css.legend}>
          <li data-series="ours">{t('plan.volumes.ours')}</li>
          <li data-series="others">{t('plan.volumes.others')}</li>
        </ul>
      )}
    </>
  )
}

function VolumeTable({ bars: { bars }, timeZone, title }: { bars: Bars; timeZone: string; title: string }) {
  const t = useText()
  const intl = useIntl()
  return (
    <Scroller label={title} className={`${page.scroller} ${css.hours}`}>
      <table className={page.table}>
        <caption className={page.hidden}>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t('plan.volumes.from')}</th>
            <th scope="col" className={page.number}>
              {t('plan.volumes.ours')}
            </th>
            <th scope="col" className={page.number}>
              {t('plan.volumes.others')}
            </th>
          </tr>
        </thead>
        <tbody>
          {bars
            .filter(({ messages, others }) => messages + others > 0)
            .map(({ at, messages, others }) => (
              <tr key={at}>
                <td>{intl.formatDate(at, { dateStyle: 'medium', timeStyle: 'short', timeZone })}</td>
                <td className={page.number}>{intl.formatNumber(messages)}</td>
                <td className={page.number}>{intl.formatNumber(others)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </Scroller>
  )
}
