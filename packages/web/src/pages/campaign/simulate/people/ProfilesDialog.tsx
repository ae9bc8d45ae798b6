import { findProfiles } from '@chappe/core/api/profiles'
import { listTestProfiles, markTestProfile } from '@chappe/core/api/simulations'
import type { Sample } from '@chappe/core/simulation/schema'
import {
  ActionButton,
  Button,
  Checkbox,
  CheckboxGroup,
  ComboBox,
  ComboBoxItem,
  Content,
  Dialog,
  Heading,
  Text,
  TextField,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type FormEvent, useState } from 'react'
import { useAction, useEndpoint } from '../../../../data.ts'
import { DialogButtons } from '../../../../parts/DialogButtons.tsx'
import { Loading } from '../../../../parts/Loading.tsx'
import { ProblemNote } from '../../../../parts/ProblemNote.tsx'
import { useMay } from '../../../../session.ts'
import { useText } from '../../../../text.ts'
import { localeName } from '../../../admin/languages/locales.ts'
import page from '../../campaign.module.css'
import css from '../simulate.module.css'

interface Props {
  onAdd: (samples: readonly Sample[]) => void
  onClose: () => void
}

const namespaces = ['email', 'crmid', 'phone', 'ecid'].map((id) => ({ id }))

/** Real profiles: the test profiles to tick, and any other by one of its identities. */
export function ProfilesDialog({ onAdd, onClose }: Props) {
  const t = useText()
  const list = useEndpoint(listTestProfiles, {})
  const [chosen, setChosen] = useState<string[]>([])
  const [found, setFound] = useState<Sample[]>([])
  const items = list.data?.items ?? []
  const samples: Sample[] = [
    ...items
      .filter(({ id }) => chosen.includes(id))
      .map(({ name, namespace, value }) => ({ name, identity: { namespace, value } })),
    ...found,
  ]

  return (
    <Dialog size="L">
      <Heading slot="title">{t('simulate.profiles.title')}</Heading>
      <Content>
        <div className={page.stack}>
          <ProblemNote problem={list.error} />
          {list.isPending && <Loading lines={3} />}
          {list.isSuccess && items.length === 0 && (
            <p className={page.quiet}>{t('simulate.profiles.none')}</p>
          )}
          {items.length > 0 && (
            <CheckboxGroup label={t('simulate.profiles.test')} value={chosen} onChange={setChosen}>
              {items.map(({ id, name, namespace, value, language }) => (
                <Checkbox key={id} value={id}>
                  {[
                    name,
                    t('simulate.identity', { namespace, value }),
                    language && localeName(language, t.locale),
                  ]
                    .filter(Boolean)
                    .join(' – ')}
                </Checkbox>
              ))}
            </CheckboxGroup>
          )}
          <Finder found={found} onFound={(sample) => setFound([...found, sample])} />
        </div>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button variant="accent" isDisabled={samples.length === 0} onPress={() => onAdd(samples)}>
          {t('simulate.profiles.add', { count: samples.length })}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

/** Finds one profile by an identity; it can be taken along and marked as a test profile. */
function Finder({ found, onFound }: { found: readonly Sample[]; onFound: (sample: Sample) => void }) {
  const t = useText()
  const mayMark = useMay('profiles:write')
  const [namespace, setNamespace] = useState('email')
  const [value, setValue] = useState('')
  const [asked, setAsked] = useState<{ namespace: string; identity: string }>()
  const search = useEndpoint(
    findProfiles,
    { query: asked ?? { namespace, identity: value } },
    { enabled: asked !== undefined, staleTime: 0 },
  )
  const marked = useEndpoint(listTestProfiles, {})
  const mark = useAction(markTestProfile, { makesStale: [listTestProfiles] })
  const profile = asked && search.data?.items[0]
  const isTest = marked.data?.items.some(({ id }) => id === profile?.id) ?? false
  const isTaken = asked !== undefined && found.some(({ identity }) => identity?.value === asked.identity)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (value.trim() !== '') setAsked({ namespace: namespace.trim() || 'email', identity: value.trim() })
  }
  return (
    <div className={page.stack}>
      <h3 className={page.subheading}>{t('simulate.find')}</h3>
      <form className={css.finder} onSubmit={submit}>
        <ComboBox
          label={t('simulate.find.namespace')}
          allowsCustomValue
          defaultItems={namespaces}
          inputValue={namespace}
          onInputChange={setNamespace}
          styles={style({ width: 'full' })}
        >
          {({ id }) => <ComboBoxItem id={id}>{id}</ComboBoxItem>}
        </ComboBox>
        <TextField
          label={t('simulate.find.value')}
          value={value}
          onChange={setValue}
          maxLength={254}
          autoComplete="off"
          styles={style({ width: 'full' })}
        />
        <Button type="submit" variant="secondary" isPending={search.isFetching}>
          {t('simulate.find.submit')}
        </Button>
      </form>
      <div aria-live="polite" className={page.tight}>
        <ProblemNote problem={search.error ?? mark.error} />
        {asked && search.isSuccess && !profile && (
          <p className={page.quiet}>{t('simulate.find.nobody', { value: asked.identity })}</p>
        )}
        {asked && profile && (
          <div className={css.foundPerson}>
            <div className={css.who}>
              <span className={css.name}>{fullName(profile.attributes) || asked.identity}</span>
              <span className={css.about}>
                {profile.identities.map((one) => t('simulate.identity', one)).join(', ')}
              </span>
            </div>
            {mayMark && (
              <ActionButton
                size="S"
                isDisabled={mark.isPending}
                onPress={() => mark.mutate({ params: { id: profile.id }, body: { test: !isTest } })}
              >
                <Text>{t(isTest ? 'simulate.unmark' : 'simulate.mark')}</Text>
              </ActionButton>
            )}
            <ActionButton
              size="S"
              isDisabled={isTaken}
              onPress={() =>
                onFound({
                  name: fullName(profile.attributes),
                  identity: { namespace: asked.namespace, value: asked.identity },
                })
              }
            >
              <Text>{t(isTaken ? 'simulate.find.taken' : 'simulate.find.take')}</Text>
            </ActionButton>
          </div>
        )}
      </div>
    </div>
  )
}

function fullName(attributes: Readonly<Record<string, unknown>>): string {
  const { person } = attributes as {
    person?: { name?: { firstName?: unknown; lastName?: unknown; fullName?: unknown } }
  }
  const { firstName, lastName, fullName: whole } = person?.name ?? {}
  const words = typeof whole === 'string' && whole !== '' ? [whole] : [firstName, lastName]
  return words.filter((one) => typeof one === 'string' && one !== '').join(' ')
}
