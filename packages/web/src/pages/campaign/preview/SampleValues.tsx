import { previewCampaign } from '@chappe/core/api/preview'
import { ActionButton, Disclosure, DisclosurePanel, DisclosureTitle, Text } from '@react-spectrum/s2'
import { useEndpoint } from '../../../data.ts'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import { CodeField } from '../code/CodeField.tsx'
import type { Root, Samples } from './useSamples.ts'

interface Props {
  campaignId: string
  number: number
  samples: Samples
  /** Null: the campaign’s own content. */
  variant: string | null
  /** The content has errors: no values are proposed for it. */
  isBroken: boolean
}

const asText = (value: unknown) => JSON.stringify(value, null, 2)

/** The recipient of the preview: the values that content asks for, to be changed at will. */
export function SampleValues({ campaignId, number, samples, variant, isBroken }: Props) {
  const t = useText()
  const proposed = useEndpoint(
    previewCampaign,
    { params: { id: campaignId }, body: { version: number, ...(variant !== null && { variant }) } },
    { enabled: !isBroken },
  )
  return (
    <Disclosure isQuiet size="M">
      <DisclosureTitle>{t('campaign.samples')}</DisclosureTitle>
      <DisclosurePanel>
        <div className={page.stack}>
          <p className={page.quiet}>{t('campaign.samples.help')}</p>
          {(['profile', 'context'] as const).map((root: Root) => (
            <CodeField
              key={root}
              label={t(`campaign.samples.${root}`)}
              language="json"
              value={samples.typed[root] ?? asText(proposed.data?.[root] ?? {})}
              mistake={
                samples.mistakes[root] === undefined
                  ? undefined
                  : t('campaign.json.mistake', { mistake: samples.mistakes[root] })
              }
              onChange={(text) => samples.type(root, text)}
              aside={
                samples.typed[root] !== undefined && (
                  <ActionButton size="XS" isQuiet onPress={() => samples.type(root, undefined)}>
                    <Text>{t('campaign.samples.reset')}</Text>
                  </ActionButton>
                )
              }
            />
          ))}
        </div>
      </DisclosurePanel>
    </Disclosure>
  )
}
