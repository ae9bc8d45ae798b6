import { listCampaigns } from '@chappe/core/api/campaigns'
import type { ConfirmationSettings } from '@chappe/core/api/consents'
import { listTopics } from '@chappe/core/api/topics'
import {
  Button,
  Content,
  Heading,
  InlineAlert,
  Link,
  NumberField,
  Picker,
  PickerItem,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import type { z } from 'zod'
import { useEndpoint } from '../../../data.ts'
import { awaiting } from '../../../parts/awaiting.ts'
import { DialogContainer } from '../../../parts/DialogContainer.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import { MakeCampaignDialog } from './MakeCampaignDialog.tsx'

type Confirmation = z.output<typeof ConfirmationSettings>

interface Props {
  value: Confirmation
  isReadOnly: boolean
  /** There are changes that making a campaign would lose. */
  isDirty: boolean
  onChange: (value: Confirmation) => void
}

const none = ''

/** Which campaign asks people to confirm, and how long they have. */
export function ConfirmationFields({ value, isReadOnly, isDirty, onChange }: Props) {
  const t = useText()
  const mayPublish = useMay('campaigns:publish')
  const [isMaking, setMaking] = useState(false)
  const topics = useEndpoint(listTopics, {})
  const campaigns = useEndpoint(listCampaigns, {
    query: { kind: 'api_triggered', category: ['transactional'], status: ['live'], limit: 100, sort: 'name' },
  })
  const live = campaigns.data?.items.filter(({ highThroughput }) => !highThroughput) ?? []
  const isListed = value.campaignId === null || live.some(({ id }) => id === value.campaignId)
  const options = [
    { id: none, name: t('consent.confirmation.none') },
    ...live.map(({ id, name }) => ({ id, name })),
    ...(isListed || value.campaignId === null ? [] : [{ id: value.campaignId, name: value.campaignId }]),
  ]
  const waiting = topics.data?.items.filter((one) => one.doubleOptIn && one.archivedAt === null).length ?? 0

  return (
    <>
      <ProblemNote problem={campaigns.error ?? topics.error} />
      {value.campaignId === null && waiting > 0 && (
        <InlineAlert variant="notice">
          <Heading level={3}>{t('consent.confirmation.missing.title')}</Heading>
          <Content>{t('consent.confirmation.missing', { count: waiting })}</Content>
        </InlineAlert>
      )}
      <Picker
        label={t('consent.confirmation.campaign')}
        description={t('consent.confirmation.campaign.help')}
        items={options}
        value={value.campaignId ?? none}
        {...awaiting(campaigns, isReadOnly)}
        onChange={(id) => onChange({ ...value, campaignId: id === null || id === none ? null : String(id) })}
        styles={style({ width: 'full' })}
      >
        {({ id, name }) => <PickerItem id={id}>{name}</PickerItem>}
      </Picker>
      {value.campaignId !== null && (
        <Link href={{ to: '/campaigns/$id', params: { id: value.campaignId } }}>
          {t('consent.confirmation.open')}
        </Link>
      )}
      {value.campaignId === null && !isReadOnly && mayPublish && (
        <div>
          <Button variant="secondary" isDisabled={isDirty} onPress={() => setMaking(true)}>
            {t('consent.confirmation.make')}
          </Button>
        </div>
      )}
      <NumberField
        label={t('consent.confirmation.days')}
        description={t('consent.confirmation.days.help')}
        value={value.days}
        minValue={1}
        maxValue={30}
        isReadOnly={isReadOnly}
        onChange={(days) => Number.isFinite(days) && onChange({ ...value, days })}
        styles={style({ width: 240 })}
      />
      <DialogContainer onDismiss={() => setMaking(false)}>
        {isMaking && <MakeCampaignDialog onClose={() => setMaking(false)} />}
      </DialogContainer>
    </>
  )
}
