import { campaignLimits } from '@chappe/core/campaign/schema'
import { Radio, RadioGroup } from '@react-spectrum/s2'
import { useState } from 'react'
import { NameDialog } from '../../../parts/NameDialog.tsx'
import { useText } from '../../../text.ts'

interface Props {
  /** What is done: the words of the title and of the button. */
  act: 'add' | 'rename' | 'duplicate'
  name: string
  taken: readonly string[]
  /** `isCopy`: a new one begins as the campaign's own content. */
  onDone: (name: string, isCopy: boolean) => void
  onClose: () => void
}

/** The name of a variant, and what a new one begins with. */
export function VariantDialog({ act, name, taken, onDone, onClose }: Props) {
  const t = useText()
  const [begin, setBegin] = useState('copy')
  const isTaken = (wanted: string) => taken.some((one) => one.toLowerCase() === wanted.toLowerCase())
  return (
    <NameDialog
      title={t(`variants.${act}`)}
      label={t('variants.name')}
      description={act === 'add' ? t('variants.add.help') : undefined}
      name={name}
      most={campaignLimits.variantName}
      mistake={(wanted) => (isTaken(wanted) ? t('variants.name.taken') : undefined)}
      action={t(`variants.${act}.action`)}
      onName={(wanted) => onDone(wanted, begin === 'copy')}
      onClose={onClose}
    >
      {act === 'add' && (
        <RadioGroup label={t('variants.begin')} value={begin} onChange={setBegin}>
          <Radio value="copy">{t('variants.begin.copy')}</Radio>
          <Radio value="empty">{t('variants.begin.empty')}</Radio>
        </RadioGroup>
      )}
    </NameDialog>
  )
}
