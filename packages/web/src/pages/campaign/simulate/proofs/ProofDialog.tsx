import { listProofJobs, sendProofs } from '@chappe/core/api/simulations'
import { untranslated } from '@chappe/core/campaign/contents'
import type { Campaign, CampaignVersion } from '@chappe/core/campaign/schema'
import { variantOf } from '@chappe/core/campaign/variants'
import { type ProofJob, SubjectPrefix, simulationLimits } from '@chappe/core/simulation/schema'
import {
  Button,
  Checkbox,
  CheckboxGroup,
  Content,
  Dialog,
  Heading,
  Switch,
  TextArea,
  TextField,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type FormEvent, useState } from 'react'
import { useAction } from '../../../../data.ts'
import { DialogButtons } from '../../../../parts/DialogButtons.tsx'
import { ProblemNote } from '../../../../parts/ProblemNote.tsx'
import { useSession } from '../../../../session.ts'
import { useText } from '../../../../text.ts'
import { localeName } from '../../../admin/languages/locales.ts'
import page from '../../campaign.module.css'
import { shownOf } from '../../variants/lens.ts'
import { nameOf } from '../people/nameOf.ts'
import type { Person } from '../people/person.ts'
import { type Addresses, addressesIn, isUsable } from './addresses.ts'

interface Props {
  campaign: Campaign
  version: CampaignVersion
  /** Of which content; null: the campaign’s own. */
  variant: string | null
  people: readonly Person[]
  onSent: (job: ProofJob) => void
  onClose: () => void
}

const wide = style({ width: 'full' })

/** Whose messages go to which addresses, in which locales, and how many messages that makes. */
export function ProofDialog({ campaign, version, variant, people, onSent, onClose }: Props) {
  const t = useText()
  const { person: me } = useSession()
  const send = useAction(sendProofs, { makesStale: [listProofJobs] })
  const { languages } = version.definition
  // Proofs exist only in languages that say something.
  const silent = untranslated(shownOf(version.definition, variant))
  const spoken = (languages?.locales ?? []).filter((one) => !silent.includes(one))
  const everybody =
    people.length > 0
      ? people
      : [{ key: 'proposed', isShown: true, sample: { name: t('simulate.proposed') } }]
  const [chosen, setChosen] = useState<readonly string[]>(() =>
    everybody.filter(({ isShown }) => isShown).map(({ key }) => key),
  )
  const [apart, setApart] = useState(false)
  const [shared, setShared] = useState(me.email)
  const [own, setOwn] = useState<Readonly<Record<string, string>>>({})
  const [prefix, setPrefix] = useState('')
  const [locales, setLocales] = useState<readonly string[]>(spoken)
  const [wasAsked, setAsked] = useState(false)

  const recipients = everybody
    .filter(({ key }) => chosen.includes(key))
    .map(({ key, sample }) => ({
      key,
      sample,
      found: addressesIn(apart ? (own[key] ?? shared) : shared),
    }))
  const isPrefixRight = SubjectPrefix.safeParse(prefix).success
  const inLocales = languages === null ? 1 : locales.length
  const count = recipients.reduce((sum, { found }) => sum + found.valid.length, 0) * inLocales
  const isReady =
    recipients.length > 0 &&
    recipients.every(({ found }) => isUsable(found)) &&
    isPrefixRight &&
    inLocales > 0

  const fault = ({ valid, wrong, over }: Addresses): string | undefined => {
    if (wrong.length > 0) return t('proofs.addresses.wrong', { address: wrong.join(', ') })
    if (over > 0) return t('proofs.addresses.over', { most: simulationLimits.proofAddresses })
    return wasAsked && valid.length === 0 ? t('proofs.addresses.none') : undefined
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!isReady) return
    send.mutate(
      {
        params: { id: campaign.id },
        body: {
          version: version.number,
          ...(variant !== null && { variant }),
          subjectPrefix: prefix,
          locales: [...locales],
          recipients: recipients.map(({ sample, found }) => ({ ...sample, addresses: [...found.valid] })),
        },
      },
      { onSuccess: onSent },
    )
  }
  const addresses = (label: string, value: string, onChange: (text: string) => void) => {
    const said = fault(addressesIn(value))
    return (
      <TextArea
        label={label}
        description={t('proofs.addresses.help', { most: simulationLimits.proofAddresses })}
        value={value}
        onChange={onChange}
        isInvalid={said !== undefined}
        errorMessage={said}
        isRequired
        styles={wide}
      />
    )
  }

  return (
    <Dialog size="L">
      <Heading slot="title">{t('proofs.send')}</Heading>
      <Content>
        <form id="proofs" className={page.stack} onSubmit={submit} noValidate>
          <p className={page.words}>{t('proofs.help')}</p>
          {variant !== null && (
            <p className={page.words}>
              {t('variants.proof', { name: variantOf(version.definition, variant)?.name ?? variant })}
            </p>
          )}
          <ProblemNote problem={send.error} title={t('proofs.failed')} />
          <CheckboxGroup
            label={t('proofs.people')}
            value={[...chosen]}
            onChange={setChosen}
            isInvalid={wasAsked && chosen.length === 0}
            errorMessage={t('proofs.people.none')}
          >
            {everybody.map(({ key, sample }, at) => (
              <Checkbox key={key} value={key}>
                {nameOf(t, sample, at)}
              </Checkbox>
            ))}
          </CheckboxGroup>
          {!apart && addresses(t('proofs.addresses'), shared, setShared)}
          {recipients.length > 1 && (
            <Switch isSelected={apart} onChange={setApart}>
              {t('proofs.apart')}
            </Switch>
          )}
          {apart &&
            recipients.map(({ key, sample }, at) => (
              <div key={key}>
                {addresses(
                  t('proofs.addresses.of', { name: nameOf(t, sample, at) }),
                  own[key] ?? shared,
                  (text) => setOwn({ ...own, [key]: text }),
                )}
              </div>
            ))}
          <TextField
            label={t('proofs.prefix')}
            description={t('proofs.prefix.help')}
            value={prefix}
            onChange={setPrefix}
            maxLength={simulationLimits.subjectPrefix}
            isInvalid={!isPrefixRight}
            errorMessage={t('proofs.prefix.wrong')}
            autoComplete="off"
            styles={wide}
          />
          {languages && (
            <CheckboxGroup
              label={t('proofs.locales')}
              value={[...locales]}
              onChange={setLocales}
              isInvalid={locales.length === 0}
              errorMessage={t('proofs.locales.none')}
            >
              {spoken.map((one) => (
                <Checkbox key={one} value={one}>
                  {localeName(one, t.locale)}
                </Checkbox>
              ))}
            </CheckboxGroup>
          )}
          <p className={page.words} role="status">
            {t('proofs.count', { count, people: recipients.length, locales: inLocales })}
          </p>
        </form>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button
          variant="accent"
          type="submit"
          form="proofs"
          isPending={send.isPending}
          isDisabled={wasAsked && !isReady}
        >
          {t('proofs.submit', { count })}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
