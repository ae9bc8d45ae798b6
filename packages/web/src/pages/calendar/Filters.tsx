import { listTags } from '@chappe/core/api/campaigns'
import { type CampaignStatus, campaignStatuses } from '@chappe/core/campaign/lifecycle'
import { channels } from '@chappe/core/campaign/schema'
import { ActionButton, Button, Switch, Text } from '@react-spectrum/s2'
import Filter from '@react-spectrum/s2/icons/Filter'
import { useState } from 'react'
import { useEndpoint } from '../../data.ts'
import { PickMany } from '../../parts/PickMany.tsx'
import { unlessEmpty } from '../../parts/unless-empty.ts'
import { useText } from '../../text.ts'
import css from './filters.module.css'
import { isFiltered } from './search.ts'
import { useCalendarState } from './useCalendarState.ts'
import { kindWord } from './words.ts'

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
          isCounted
          label={t('inventory.column.status')}
          options={statuses.map((id) => ({ id, label: t(`status.${id}`) }))}
          chosen={search.status ?? []}
          onChoose={(status) => change({ status: unlessEmpty(status) })}
        />
        <PickMany
          isCounted
          label={t('calendar.kind')}
          options={(['action', 'api_triggered'] as const).map((id) => ({ id, label: t(kindWord[id]) }))}
          chosen={(search.kind ?? []).filter((one) => one !== 'orchestrated')}
          onChoose={(kind) => change({ kind: unlessEmpty(kind) })}
        />
        <PickMany
          isCounted
          label={t('inventory.column.channel')}
          options={channels.map((id) => ({ id, label: t(`channel.${id}`) }))}
          chosen={search.channel ?? []}
          onChoose={(channel) => change({ channel: unlessEmpty(channel) })}
        />
        <PickMany
          isCounted
          label={t('inventory.column.tags')}
          options={(tags.data?.items ?? []).map(({ tag, campaigns }) => ({
            id: tag,
            label: `${tag} (${campaigns})`,
          }))}
          chosen={search.tag ?? []}
          onChoose={(tag) => change({ tag: unlessEmpty(tag) })}
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
