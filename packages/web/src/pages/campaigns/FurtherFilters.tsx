import { listConfigurations } from '@chappe/core/api/configurations'
import { parseDate } from '@internationalized/date'
import { DateRangePicker } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useEndpoint } from '../../data.ts'
import { PickMany } from '../../parts/PickMany.tsx'
import { unlessEmpty } from '../../parts/unless-empty.ts'
import { useText } from '../../text.ts'
import { AudienceField } from '../audiences/rule/fields/Choosers.tsx'
import { useSearchState } from './useSearchState.ts'

const ranges = [
  ['start', 'startFrom', 'startTo'],
  ['end', 'endFrom', 'endTo'],
] as const

/** Filters by what a campaign's version names, and by its dates. */
export function FurtherFilters() {
  const t = useText()
  const { search, change } = useSearchState()
  const configurations = useEndpoint(listConfigurations, { query: { limit: 200 } }, { staleTime: 60_000 })
  return (
    <>
      <AudienceField
        id=""
        onChange={(id) => change({ audience: [...new Set([...(search.audience ?? []), id])] })}
      />
      <PickMany
        label={t('inventory.filter.configuration')}
        options={(configurations.data?.items ?? []).map(({ id, name }) => ({ id, label: name }))}
        chosen={search.configuration ?? []}
        isLoading={configurations.isLoading}
        onChoose={(configuration) => change({ configuration: unlessEmpty(configuration) })}
      />
      {ranges.map(([by, first, last]) => {
        const [from, to] = [search[first], search[last]]
        return (
          <DateRangePicker
            key={by}
            label={t(`inventory.${by}`)}
            labelPosition="side"
            value={from && to ? { start: parseDate(from), end: parseDate(to) } : null}
            onChange={(range) => change({ [first]: range?.start.toString(), [last]: range?.end.toString() })}
            styles={style({ width: 352 })}
          />
        )
      })}
    </>
  )
}
