import { previewCampaign } from '@chappe/core/api/preview'
import { type Sample, simulationLimits } from '@chappe/core/simulation/schema'
import { Button, Content, Dialog, Heading, Switch, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type FormEvent, useMemo, useState } from 'react'
import { useEndpoint } from '../../../../data.ts'
import { DialogButtons } from '../../../../parts/DialogButtons.tsx'
import { Loading } from '../../../../parts/Loading.tsx'
import { ProblemNote } from '../../../../parts/ProblemNote.tsx'
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import { type Field, fieldsOf, type Root, type Values, valueAt, withValue } from './fields.ts'
import { ValueField } from './ValueField.tsx'

interface Props {
  campaignId: string
  number: number
  /** What is edited; undefined for a new one, which begins with the values that the content proposes. */
  sample: Sample | undefined
  onDone: (sample: Sample) => void
  onClose: () => void
}

/** The values of one sample, a field for each that the content reads. */
export function SampleDialog({ campaignId, number, sample, onDone, onClose }: Props) {
  const t = useText()
  const proposed = useEndpoint(
    previewCampaign,
    { params: { id: campaignId }, body: { version: number } },
    { staleTime: 0 },
  )
  return (
    <Dialog size="L">
      <Heading slot="title">{t(sample ? 'simulate.sample.edit' : 'simulate.sample.new')}</Heading>
      <Content>
        <ProblemNote problem={proposed.error} title={t('simulate.sample.failed')} />
        {proposed.isPending && <Loading lines={5} />}
        {proposed.data && (
          <Form
            sample={sample}
            proposed={{ profile: proposed.data.profile, context: proposed.data.context }}
            onDone={onDone}
          />
        )}
      </Content>
      <DialogButtons onClose={onClose}>
        <Button variant="accent" type="submit" form="sample" isDisabled={!proposed.data}>
          {t(sample ? 'simulate.sample.change' : 'simulate.sample.add')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

interface FormProps {
  sample: Sample | undefined
  proposed: Readonly<Record<Root, Values>>
  onDone: (sample: Sample) => void
}

function Form({ sample, proposed, onDone }: FormProps) {
  const t = useText()
  const [name, setName] = useState(sample?.name ?? '')
  const identity = sample?.identity
  // Of somebody who is found by an identity the stored attributes are used, unless one wants others.
  const [replaces, setReplaces] = useState(!identity || sample?.profile !== undefined)
  const [values, setValues] = useState<Record<Root, Values>>({
    profile: sample?.profile ?? proposed.profile,
    context: sample?.context ?? proposed.context,
  })
  const [wrong, setWrong] = useState<readonly string[]>([])
  const fields = useMemo(
    () =>
      fieldsOf({
        profile: { ...proposed.profile, ...values.profile },
        context: { ...proposed.context, ...values.context },
      }),
    // The fields stay while one types; only their values change.
    [proposed],
  )

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (wrong.length > 0) return
    onDone({
      name: name.trim(),
      ...(identity && { identity }),
      ...(replaces && { profile: { ...values.profile } }),
      context: { ...values.context },
    })
  }
  const group = (root: Root) => {
    const ours = fields.filter((field) => field.root === root)
    if (ours.length === 0) return <p className={page.quiet}>{t(`simulate.sample.${root}.none`)}</p>
    return ours.map((field) => {
      const key = keyOf(field)
      return (
        <ValueField
          key={key}
          field={field}
          value={valueAt(values[root], field.path)}
          onChange={(value) => {
            setWrong((now) => now.filter((one) => one !== key))
            setValues((now) => ({ ...now, [root]: withValue(now[root], field.path, value) }))
          }}
          onMistake={() => setWrong((now) => (now.includes(key) ? now : [...now, key]))}
        />
      )
    })
  }
  return (
    <form id="sample" className={page.stack} onSubmit={submit} noValidate>
      <TextField
        label={t('simulate.sample.name')}
        value={name}
        onChange={setName}
        maxLength={simulationLimits.sampleName}
        autoFocus
        autoComplete="off"
        styles={style({ width: 'full' })}
      />
      <h3 className={page.subheading}>{t('simulate.sample.profile')}</h3>
      {identity && (
        <Switch isSelected={replaces} onChange={setReplaces}>
          {t('simulate.sample.replace', { value: identity.value })}
        </Switch>
      )}
      {replaces && group('profile')}
      <h3 className={page.subheading}>{t('simulate.sample.context')}</h3>
      {group('context')}
    </form>
  )
}

const keyOf = ({ root, path }: Field) => `${root}.${path.join('.')}`
