import type { Choice } from '@chappe/core/consent/schema'
import {
  Button,
  Content,
  Dialog,
  Heading,
  Picker,
  PickerItem,
  Radio,
  RadioGroup,
  TextField,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type FormEvent, useState } from 'react'
import { DialogButtons } from '../../../parts/DialogButtons.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import css from '../profiles.module.css'
import type { ChoiceRow } from './table.ts'
import { type Heard, heard } from './words.ts'

interface Props {
  row: ChoiceRow
  name: string
  problem: unknown
  isPending: boolean
  onSave: (choice: Choice, source: string) => void
  onClose: () => void
}

const ways: readonly Heard[] = [...heard, 'other']
const full = style({ width: 'full' })

/** Writes down what a person said, and how they said it. */
export function ChangeConsent({ row, name, problem, isPending, onSave, onClose }: Props) {
  const t = useText()
  const [choice, setChoice] = useState<Choice>(row.said?.choice === 'out' ? 'in' : 'out')
  const [way, setWay] = useState<Heard>('phone')
  const [other, setOther] = useState('')
  const [asked, setAsked] = useState(false)
  const source = way === 'other' ? other.trim() : way

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (source !== '' && !isPending) onSave(choice, source)
  }
  return (
    <Dialog size="M">
      <Heading slot="title">{t('consents.change', { name })}</Heading>
      <Content>
        <form id="consent" className={css.form} onSubmit={submit} noValidate>
          <ProblemNote problem={problem} />
          <RadioGroup
            label={t('consents.choice')}
            value={choice}
            onChange={(value) => setChoice(value as Choice)}
          >
            <Radio value="in">{t('consents.choice.in')}</Radio>
            <Radio value="out">{t('consents.choice.out')}</Radio>
          </RadioGroup>
          <Picker
            label={t('consents.heard')}
            value={way}
            onChange={(key) => setWay(ways.find((one) => one === key) ?? 'other')}
            styles={full}
          >
            {ways.map((one) => (
              <PickerItem key={one} id={one}>
                {t(`consents.source.${one}`)}
              </PickerItem>
            ))}
          </Picker>
          {way === 'other' && (
            <TextField
              label={t('consents.heard.other')}
              value={other}
              onChange={setOther}
              maxLength={100}
              isRequired
              isInvalid={asked && source === ''}
              errorMessage={t('consents.heard.missing')}
              autoComplete="off"
              autoFocus
              styles={full}
            />
          )}
          <p className={page.quiet}>{t('consents.effect')}</p>
        </form>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button variant="accent" type="submit" form="consent" isPending={isPending}>
          {t('common.save')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
