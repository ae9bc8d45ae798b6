import { listEventTypes } from '@chappe/core/api/event-types'
import { listProfileEvents } from '@chappe/core/api/events'
import { Picker, PickerItem } from '@react-spectrum/s2'
import Flag from '@react-spectrum/s2/icons/Flag'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { useEndpoint, useEndpointPages } from '../../../data.ts'
import { EmptyState } from '../../../parts/EmptyState.tsx'
import { Loading } from '../../../parts/Loading.tsx'
import { MoreButton } from '../../../parts/MoreButton.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { Scroller } from '../../../parts/Scroller.tsx'
import { When } from '../../../parts/When.tsx'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import css from '../profiles.module.css'

const every = '\u0000'
const pageSize = 50

/** What the person did, newest first. */
export function EventsTab({ id }: { id: string }) {
  const t = useText()
  const [type, setType] = useState<string>()
  const types = useEndpoint(listEventTypes, {}, { staleTime: 60_000 })
  const list = useEndpointPages(listProfileEvents, { params: { id }, query: { type } }, pageSize)
  const names = new Map(types.data?.items.map(({ key, name }) => [key, name || key]))
  const { items, total } = list
  if (list.isPending) return <Loading lines={6} />
  if (total === 0 && type === undefined && list.isSuccess)
    return (
      <EmptyState title={t('profiles.events.none')} picture={<Flag />}>
        {t('profiles.events.none.body')}
      </EmptyState>
    )
  const known = [...names].map(([key, name]) => ({ key, name }))
  return (
    <section className={page.stack} aria-label={t('profiles.tab.events')}>
      <div className={page.spread}>
        <Picker
          aria-label={t('profiles.events.type')}
          items={[{ key: every, name: t('profiles.events.all') }, ...known]}
          value={type ?? every}
          onChange={(key) => setType(key === every ? undefined : String(key))}
          styles={style({ width: 240 })}
        >
          {({ key, name }) => <PickerItem id={key}>{name}</PickerItem>}
        </Picker>
        <span className={page.quiet} role="status">
          {t('profiles.events.total', { count: total })}
        </span>
      </div>
      <ProblemNote problem={list.error} />
      {items.length > 0 && (
        <Scroller label={t('profiles.tab.events')} className={page.scroller}>
          <table className={page.table}>
            <thead>
              <tr>
                <th scope="col">{t('profiles.events.at')}</th>
                <th scope="col">{t('profiles.events.type')}</th>
                <th scope="col">{t('profiles.events.data')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((event) => (
                <tr key={event.id + event.at}>
                  <td>
                    <When instant={event.at} />
                  </td>
                  <td>{names.get(event.type) ?? event.type}</td>
                  <td>
                    <Data data={event.data} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
      <MoreButton list={list} label={t('profiles.more')} />
    </section>
  )
}

/** Few words as they are; more behind a summary. */
function Data({ data }: { data: Readonly<Record<string, unknown>> }) {
  const names = Object.keys(data)
  if (names.length === 0) return '–'
  const short = JSON.stringify(data)
  if (short.length <= 80) return <code className={page.code}>{short}</code>
  return (
    <details className={css.details}>
      <summary>{names.join(', ')}</summary>
      <Scroller label={names.join(', ')} className={page.block}>
        {JSON.stringify(data, null, 2)}
      </Scroller>
    </details>
  )
}
