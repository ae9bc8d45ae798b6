import { getSuppressionSettings, saveSuppressionSettings } from '@chappe/core/api/suppressions'
import { softBounceThreshold } from '@chappe/core/suppression/schema'
import { Button, ButtonGroup, Content, Dialog, Heading, NumberField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { useAction, useEndpoint } from '../../../data.ts'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { notify } from '../../../parts/toast.ts'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'

/** After how many soft bounces an address is suppressed. */
export function SettingsDialog({ onClose }: { onClose: () => void }) {
  const t = useText()
  const mayWrite = useMay('suppressions:write')
  const settings = useEndpoint(getSuppressionSettings, {})
  const save = useAction(saveSuppressionSettings, { makesStale: [getSuppressionSettings] })
  const [typed, setTyped] = useState<number>()
  const value = typed ?? settings.data?.softBounceThreshold ?? softBounceThreshold.usual
  const isWrong = !(value >= softBounceThreshold.least && value <= softBounceThreshold.most)
  return (
    <Dialog size="S">
      <Heading slot="title">{t('admin.suppressions.settings')}</Heading>
      <Content>
        <ProblemNote problem={settings.error ?? save.error} />
        <NumberField
          label={t('admin.suppressions.threshold')}
          description={t('admin.suppressions.threshold.help')}
          value={value}
          onChange={setTyped}
          minValue={softBounceThreshold.least}
          maxValue={softBounceThreshold.most}
          isReadOnly={!mayWrite}
          isDisabled={!settings.isSuccess}
          styles={style({ width: 'full' })}
        />
      </Content>
      <ButtonGroup>
        <Button variant="secondary" onPress={onClose}>
          {t(mayWrite ? 'common.cancel' : 'common.close')}
        </Button>
        {mayWrite && (
          <Button
            variant="accent"
            isDisabled={isWrong || !settings.isSuccess}
            isPending={save.isPending}
            onPress={() =>
              save.mutate(
                { body: { softBounceThreshold: value } },
                {
                  onSuccess: () => {
                    notify.positive(t('admin.suppressions.settings.saved'))
                    onClose()
                  },
                },
              )
            }
          >
            {t('common.save')}
          </Button>
        )}
      </ButtonGroup>
    </Dialog>
  )
}
