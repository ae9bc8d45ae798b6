import { getConsentSettings } from '@chappe/core/api/consents'
import { createTopic, listTopics, saveTopic } from '@chappe/core/api/topics'
import { type ConsentChannel, consentChannels } from '@chappe/core/consent/schema'
import type { Topic } from '@chappe/core/consent/topic'
import {
  Button,
  Checkbox,
  CheckboxGroup,
  Content,
  Dialog,
  Heading,
  Link,
  Switch,
  TextArea,
  TextField,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type FormEvent, useState } from 'react'
import { useAction, useEndpoint } from '../../../data.ts'
import { locales } from '../../../messages/index.ts'
import { DialogButtons } from '../../../parts/DialogButtons.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { notify } from '../../../parts/toast.ts'
import { mistakesByField } from '../../../problem.ts'
import { useText } from '../../../text.ts'
import { emptyForm, type FaultyField, faultsIn, formOf, keyFrom, settingsOf } from './form.ts'
import css from './topics.module.css'

interface Props {
  /** The topic to change; without one, a new one is made at `position`. */
  topic: Topic | undefined
  position: number
  onClose: () => void
}

const full = style({ width: 'full' })

/** Asks for a topic's names in both languages, where it is offered and whether it is confirmed. */
export function TopicDialog({ topic, position, onClose }: Props) {
  const t = useText()
  const [form, setForm] = useState(topic ? formOf(topic) : emptyForm)
  const [ownKey, setOwnKey] = useState(topic !== undefined)
  const [asked, setAsked] = useState(false)
  const create = useAction(createTopic, { makesStale: [listTopics] })
  const save = useAction(saveTopic, { makesStale: [listTopics] })
  const settings = useEndpoint(getConsentSettings, {})
  const problem = create.error ?? save.error
  const served = mistakesByField(problem)
  const faults = faultsIn(form)
  const mistake = (field: FaultyField) => {
    const fault = asked ? faults[field] : undefined
    return served[field] ?? (fault && t(`topics.fault.${fault}`))
  }

  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    setAsked(true)
    if (Object.keys(faults).length > 0) {
      requestAnimationFrame(() =>
        document
          .querySelector<HTMLElement>('#topic [aria-invalid="true"], #topic input[type="checkbox"]')
          ?.focus(),
      )
      return
    }
    const done = (saved: Topic) => {
      notify.positive(t(topic ? 'topics.saved' : 'topics.created', { name: saved.name[t.locale] }))
      onClose()
    }
    const settings = settingsOf(form, topic?.position ?? position)
    if (topic)
      save.mutate(
        { params: { key: topic.key }, body: { ...settings, revision: topic.revision } },
        { onSuccess: done },
      )
    else create.mutate({ body: { ...settings, key: form.key } }, { onSuccess: done })
  }
  const named = (language: 'en' | 'fr', words: string) => {
    const name = { ...form.name, [language]: words }
    // The key follows the English name until it is given by hand.
    setForm({ ...form, name, ...(!ownKey && { key: keyFrom(name.en || name.fr) }) })
  }

  return (
    <Dialog size="L">
      <Heading slot="title">
        {topic ? t('topics.edit', { name: topic.name[t.locale] }) : t('topics.create')}
      </Heading>
      <Content>
        <form id="topic" className="admin-stack" onSubmit={submit} noValidate>
          <ProblemNote problem={problem} />
          <div className={css.pair}>
            {locales.map((language) => (
              <TextField
                key={language}
                label={t(`topics.name.${language}`)}
                value={form.name[language]}
                onChange={(words) => named(language, words)}
                isInvalid={mistake(`name.${language}`) !== undefined}
                errorMessage={mistake(`name.${language}`)}
                maxLength={100}
                autoFocus={language === t.locale}
                autoComplete="off"
                isRequired
                styles={full}
              />
            ))}
          </div>
          <div className={css.pair}>
            {locales.map((language) => (
              <TextArea
                key={language}
                label={t(`topics.description.${language}`)}
                description={t('topics.description.help')}
                value={form.description[language]}
                onChange={(words) =>
                  // One line: the page shows it as such.
                  setForm({
                    ...form,
                    description: { ...form.description, [language]: words.replace(/\s*\n\s*/g, ' ') },
                  })
                }
                maxLength={500}
                styles={full}
              />
            ))}
          </div>
          {!topic && (
            <TextField
              label={t('topics.key')}
              description={t('topics.key.help')}
              value={form.key}
              onChange={(key) => {
                setOwnKey(key !== '')
                setForm({ ...form, key })
              }}
              isInvalid={mistake('key') !== undefined}
              errorMessage={mistake('key')}
              maxLength={60}
              autoComplete="off"
              isRequired
              styles={style({ width: 'full', maxWidth: 320 })}
            />
          )}
          <CheckboxGroup
            label={t('topics.channels')}
            description={t('topics.channels.help')}
            value={[...form.channels]}
            onChange={(values) => setForm({ ...form, channels: values as ConsentChannel[] })}
            isInvalid={mistake('channels') !== undefined}
            errorMessage={mistake('channels')}
            orientation="horizontal"
            isRequired
          >
            {consentChannels.map((channel) => (
              <Checkbox key={channel} value={channel}>
                {t(`consent.channel.${channel}`)}
              </Checkbox>
            ))}
          </CheckboxGroup>
          <div>
            <Switch
              isSelected={form.doubleOptIn}
              onChange={(doubleOptIn) => setForm({ ...form, doubleOptIn })}
              aria-describedby="double-opt-in"
            >
              {t('topics.doubleOptIn')}
            </Switch>
            <p id="double-opt-in" className={css.help}>
              {t('topics.doubleOptIn.help')}
            </p>
            {form.doubleOptIn && settings.data?.confirmation.campaignId === null && (
              <p className={css.help}>
                {t('topics.doubleOptIn.missing')}{' '}
                <Link href={{ to: '/admin/consent' }}>{t('topics.doubleOptIn.settings')}</Link>
              </p>
            )}
          </div>
        </form>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button variant="accent" type="submit" form="topic" isPending={create.isPending || save.isPending}>
          {t(topic ? 'common.save' : 'topics.create')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
