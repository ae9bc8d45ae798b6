import { listTags } from '@chappe/core/api/campaigns'
import { type CampaignStatus, campaignStatuses } from '@chappe/core/campaign/lifecycle'
import { channels } from '@chappe/core/campaign/schema'
import { ActionButton, Button, Picker, PickerItem, Switch, Text } from '@react-spectrum/s2'
import Filter from '@react-spectrum/s2/icons/Filter'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { useEndpoint } from '../../data.ts'
import { useText } from '../../text.ts'
import css from './calendar.module.css'
import { isFiltered } from './search.ts'
import { useCalendarState } from './useCalendarState.ts'
import { kindWord } from './words.ts'

const pickerWidth = style({ width: 160 })

interface ManyProps<T extends string> {
  label: string
  options: readonly { id: T; label: string }[]
  chosen: readonly T[] | undefined
  onChoose: (chosen: T[] | undefined) => void
}

function PickMany<T extends string>({ label, options, chosen = [], onChoose }: ManyProps<T>) {
  const t = useText()
  const said = chosen.length > 0 ? t('calendar.filter', { label, count: chosen.length }) : label
  return (
    <Picker
      aria-label={label}
      placeholder={label}
      selectionMode="multiple"
      value={[...chosen]}
      onChange={(keys) => {
        const next = options.map(({ id }) => id).filter((id) => keys.includes(id))
        onChoose(next.length > 0 ? next : undefined)
      }}
      renderValue={() => said}
      styles={pickerWidth}
    >
      {options.map(({ id, label: text }) => (
        <PickerItem key={id} id={id}>
          {text}
        </PickerItem>
      ))}
    </Picker>
  )
}

/** Drafts have a switch of their own. */
const statuses = campaignStatuses.filter(
  (one): one is CampaignStatus => one !== 'draft' && one !== 'in_review',
)

/** What is shown; all of it is in the address. On narrow screens the filters fold away. */
export function Filters() {
  const t = useText()
  const { search, change } = useCalendarState()
  const tags = useEndpoint(listTags, {})
  const [isOpen, setOpen] = useState(false)
  const { status, kind, channel, tag } = search
  const count = [status, kind, channel, tag].reduce((sum, one) => sum + (one?.length ?? 0), 0)
  return (
    <div className={css.filters}>
      <span className={css.fold}>
        <ActionButton
          aria-expanded={isOpen}
          aria-controls="calendar-filters"
          onPress={() => setOpen(!isOpen)}
        >
          <Filter />
          <Text>{t('inventory.filters', { count })}</Text>
        </ActionButton>
      </span>
      <div id="calendar-filters" className={css.pickers} data-open={isOpen}>
        <PickMany
          label={t('inventory.column.status')}
          options={statuses.map((id) => ({ id, label: t(`status.${id}`) }))}
          chosen={search.status}
          onChoose={(status) => change({ status })}
        />
        <PickMany
          label={t('calendar.kind')}
          options={(['action', 'api_triggered'] as const).map((id) => ({ id, label: t(kindWord[id]) }))}
          chosen={search.kind?.filter((one) => one !== 'orchestrated')}
          onChoose={(kind) => change({ kind })}
        />
        <PickMany
          label={t('inventory.column.channel')}
          options={channels.map((id) => ({ id, label: t(`channel.${id}`) }))}
          chosen={search.channel}
          onChoose={(channel) => change({ channel })}
        />
        <PickMany
          label={t('inventory.column.tags')}
          options={(tags.data?.items ?? []).map(({ tag, campaigns }) => ({
            id: tag,
            label: `${tag} (${campaigns})`,
          }))}
          chosen={search.tag}
          onChoose={(tag) => change({ tag })}
        />
      </div>
      <Switch
        isSelected={search.drafts ?? false}
        onChange={(drafts) => change({ drafts: drafts || undefined })}
      >
        {t('calendar.drafts')}
      </Switch>
      {isFiltered(search) && (
        <Button
          size="S"
          variant="secondary"
          fillStyle="outline"
          onPress={() => change({ status: undefined, kind: undefined, channel: undefined, tag: undefined })}
        >
          {t('inventory.clear')}
        </Button>
      )}
    </div>
  )
}
