import { listConfigurations } from '@chappe/core/api/configurations'
import { createConfirmationCampaign } from '@chappe/core/api/consents'
import { pageLanguages } from '@chappe/core/consent/centre'
import {
  Button,
  Content,
  Dialog,
  Heading,
  Link,
  Picker,
  PickerItem,
  Radio,
  RadioGroup,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { useAction, useEndpoint } from '../../../data.ts'
import type { Locale } from '../../../messages/index.ts'
import { awaiting } from '../../../parts/awaiting.ts'
import { DialogButtons } from '../../../parts/DialogButtons.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { notify } from '../../../parts/toast.ts'
import { useText } from '../../../text.ts'

/** Asks what the campaign needs that will ask people to confirm. */
export function MakeCampaignDialog({ onClose }: { onClose: () => void }) {
  const t = useText()
  const configurations = useEndpoint(listConfigurations, {
    query: { category: ['transactional'], status: ['active'], limit: 200 },
  })
  const items = configurations.data?.items ?? []
  const [chosen, setChosen] = useState<string>()
  const [defaultLanguage, setLanguage] = useState<Locale>(t.locale)
  const make = useAction(createConfirmationCampaign)
  const channelConfigurationId = chosen ?? items[0]?.id
  const submit = () => {
    if (!channelConfigurationId) return
    make.mutate(
      { body: { channelConfigurationId, defaultLanguage } },
      {
        onSuccess: () => {
          notify.positive(t('consent.confirmation.made'))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog size="M">
      <Heading slot="title">{t('consent.confirmation.make')}</Heading>
      <Content>
        <div className="admin-stack">
          <ProblemNote problem={configurations.error ?? make.error} />
          <p className="admin-hint">{t('consent.confirmation.make.body')}</p>
          {configurations.isSuccess && items.length === 0 ? (
            <p>
              {t('consent.confirmation.configuration.none')}{' '}
              <Link href={{ to: '/admin/configurations/$id', params: { id: 'new' } }}>
                {t('campaign.configuration.create')}
              </Link>
            </p>
          ) : (
            <Picker
              label={t('consent.confirmation.configuration')}
              items={items}
              value={channelConfigurationId ?? null}
              {...awaiting(configurations)}
              onChange={(id) => id !== null && setChosen(String(id))}
              styles={style({ width: 'full' })}
            >
              {({ id, name }) => <PickerItem id={id}>{name}</PickerItem>}
            </Picker>
          )}
          <RadioGroup
            label={t('consent.confirmation.language')}
            orientation="horizontal"
            value={defaultLanguage}
            onChange={(one) => setLanguage(one as Locale)}
          >
            {pageLanguages.map((one) => (
              <Radio key={one} value={one}>
                {t(`consent.language.${one}`)}
              </Radio>
            ))}
          </RadioGroup>
        </div>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button
          variant="accent"
          isPending={make.isPending}
          isDisabled={channelConfigurationId === undefined}
          onPress={submit}
        >
          {t('consent.confirmation.make')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
