import { campaignLimits } from '@chappe/core/campaign/schema'
import {
  Button,
  ButtonGroup,
  Content,
  Dialog,
  Heading,
  Radio,
  RadioGroup,
  TextField,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type FormEvent, useState } from 'react'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'

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
export function VariantDialog({ act, name: before, taken, onDone, onClose }: Props) {
  const t = useText()
  const [name, setName] = useState(before)
  const [begin, setBegin] = useState('copy')
  const [wasAsked, setAsked] = useState(false)
  const plain = name.trim()
  const isTaken = taken.some((one) => one.toLowerCase() === plain.toLowerCase())
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (plain !== '' && !isTaken) onDone(plain, begin === 'copy')
  }
  return (
    <Dialog size="S">
      <Heading slot="title">{t(`variants.${act}`)}</Heading>
      <Content>
        <form id="variant" className={page.stack} onSubmit={submit} noValidate>
          {act === 'add' && <p className={page.words}>{t('variants.add.help')}</p>}
          <TextField
            label={t('variants.name')}
            value={name}
            onChange={setName}
            isRequired
            autoFocus
            maxLength={campaignLimits.variantName}
            isInvalid={isTaken || (wasAsked && plain === '')}
            errorMessage={t(isTaken ? 'variants.name.taken' : 'variants.name.none')}
            autoComplete="off"
            styles={style({ width: 'full' })}
          />
          {act === 'add' && (
            <RadioGroup label={t('variants.begin')} value={begin} onChange={setBegin}>
              <Radio value="copy">{t('variants.begin.copy')}</Radio>
              <Radio value="empty">{t('variants.begin.empty')}</Radio>
            </RadioGroup>
          )}
        </form>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" onPress={onClose}>
          {t('common.cancel')}
        </Button>
        <Button variant="accent" type="submit" form="variant">
          {t(`variants.${act}.action`)}
        </Button>
      </ButtonGroup>
    </Dialog>
  )
}
