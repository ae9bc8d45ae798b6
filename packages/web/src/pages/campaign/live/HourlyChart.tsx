import { SegmentedControl, SegmentedControlItem, ToggleButton } from '@react-spectrum/s2'
import { useEffect, useState } from 'react'
import { useIntl } from 'react-intl'
import { Scroller } from '../../../parts/Scroller.tsx'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import css from './chart.module.css'
import { type Hour, lastActivity, lastHours, linePath, ticks } from './chart.ts'

const series = ['sent', 'opens', 'clicks'] as const
const spans = { day: 24, week: 168 } as const
type Span = keyof typeof spans

/** What happened hour by hour, as lines or as a table. */
export function HourlyChart({ hours, endedAt }: { hours: readonly Hour[]; endedAt: string | null }) {
  const t = useText()
  const [span, setSpan] = useState<Span>('day')
  const [asTable, setAsTable] = useState(false)
  const now = useHour()
  // What an ended campaign did is not to be looked for in the empty hours since.
  const last = Math.min(now, Math.max(endedAt === null ? now : Date.parse(endedAt), lastActivity(hours)))
  const shown = lastHours(hours, last, spans[span])

  return (
    <section className={page.card}>
      <div className={page.spread}>
        <h2 className={page.heading}>{t('campaign.chart')}</h2>
        <div className={page.row}>
          <SegmentedControl
            aria-label={t('campaign.chart.span')}
            selectedKey={span}
            onSelectionChange={(key) => setSpan(key as Span)}
          >
            <SegmentedControlItem id="day">{t('campaign.chart.day')}</SegmentedControlItem>
            <SegmentedControlItem id="week">{t('campaign.chart.week')}</SegmentedControlItem>
          </SegmentedControl>
          <ToggleButton isSelected={asTable} onChange={setAsTable}>
            {t('campaign.chart.table')}
          </ToggleButton>
        </div>
      </div>
      {asTable ? <HourTable hours={shown} /> : <Lines hours={shown} />}
    </section>
  )
}

/** Now, anew every minute: enough for a chart of hours. */
function useHour(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000)
    return () => clearInterval(timer)
  }, [])
  return now
}

const width = 640
const height = 200
const left = 44
const bottom = 24

function Lines({ hours }: { hours: readonly Hour[] }) {
  const t = useText()
  const intl = useIntl()
  const steps = ticks(Math.max(...hours.flatMap((hour) => series.map((name) => hour[name]))))
  const highest = steps.at(-1) ?? 1
  const total = (name: (typeof series)[number]) => hours.reduce((sum, hour) => sum + hour[name], 0)
  const y = (value: number) => height - (value / highest) * height
  const step = width / (hours.length - 1)
  const every = hours.length > 48 ? 24 : 4

  return (
    <>
      <svg
        className={css.chart}
        viewBox={`${-left} -8 ${width + left + 28} ${height + bottom + 8}`}
        role="img"
        aria-label={t('campaign.chart.summary', {
          sent: total('sent'),
          opens: total('opens'),
          clicks: total('clicks'),
        })}
      >
        {steps.map((value) => (
          <g key={value}>
            <line className={css.grid} x1={0} x2={width} y1={y(value)} y2={y(value)} />
            <text className={css.axis} x={-8} y={y(value)} dy="0.32em" textAnchor="end">
              {intl.formatNumber(value, { notation: 'compact' })}
            </text>
          </g>
        ))}
        {hours.map(
          ({ hour }, i) =>
            (hours.length - 1 - i) % every === 0 && (
              <text key={hour} className={css.axis} x={i * step} y={height + 18} textAnchor="middle">
                {intl.formatDate(
                  hour,
                  hours.length > 48 ? { weekday: 'short', day: 'numeric' } : { hour: 'numeric' },
                )}
              </text>
            ),
        )}
        {series.map((name) => {
          const line = linePath(
            hours.map((hour) => hour[name]),
            highest,
            width,
            height,
          )
          return (
            <g key={name} data-series={name}>
              {name === 'sent' && <path className={css.area} d={`${line}L${width} ${height}L0 ${height}Z`} />}
              <path className={css.line} d={line} />
            </g>
          )
        })}
      </svg>
      <ul className={css.legend}>
        {series.map((name) => (
          <li key={name} data-series={name}>
            {t(`campaign.metric.${name}`)} <strong>{intl.formatNumber(total(name))}</strong>
          </li>
        ))}
      </ul>
    </>
  )
}

function HourTable({ hours }: { hours: readonly Hour[] }) {
  const t = useText()
  const intl = useIntl()
  return (
    <Scroller label={t('campaign.chart')} className={`${page.scroller} ${css.hours}`}>
      <table className={page.table}>
        <thead>
          <tr>
            <th scope="col">{t('campaign.chart.hour')}</th>
            {series.map((name) => (
              <th key={name} scope="col" className={page.number}>
                {t(`campaign.metric.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {hours.toReversed().map((hour) => (
            <tr key={hour.hour}>
              <td>{intl.formatDate(hour.hour, { dateStyle: 'medium', timeStyle: 'short' })}</td>
              {series.map((name) => (
                <td key={name} className={page.number}>
                  {intl.formatNumber(hour[name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}
