import { listTopics } from '@chappe/core/api/topics'
import type { Topic } from '@chappe/core/consent/topic'
import { Link, Picker, PickerItem, Text } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useEndpoint } from '../../../data.ts'
import type { MessageId } from '../../../messages/index.ts'
import { awaiting } from '../../../parts/awaiting.ts'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import { useDraft } from '../draft/useDraft.tsx'
import css from './editor.module.css'

const none = ''

/** What a marketing campaign is about, and whom that lets it reach. */
export function TopicField() {
  const t = useText()
  const mayWrite = useMay('configurations:write')
  const { definition, isReadOnly, change } = useDraft()
  const all = useEndpoint(listTopics, {})
  const topics = all.data?.items ?? []
  const chosen = topics.find(({ key }) => key === definition.topic)
  const offered = topics.filter(isForEmail)
  const wrong = all.isSuccess && definition.topic !== null ? faultOf(chosen) : undefined
  // What is chosen stays to be seen where it can no longer be chosen.
  const listed = [
    { key: none, label: t('campaign.topic.none'), help: t('campaign.topic.none.help') },
    ...[...offered, ...(chosen && !offered.includes(chosen) ? [chosen] : [])].map(
      ({ key, name, description }) => ({ key, label: name[t.locale], help: description[t.locale] }),
    ),
    ...(definition.topic !== null && !chosen
      ? [{ key: definition.topic, label: definition.topic, help: '' }]
      : []),
  ]
  const effect =
    chosen && !wrong && (chosen.doubleOptIn ? 'campaign.topic.effect.confirmed' : 'campaign.topic.effect')

  return (
    <div className={page.tight} data-field="topic">
      <ProblemNote problem={all.error} />
      <Picker
        label={t('campaign.topic')}
        description={t('campaign.topic.help')}
        {...awaiting(all, isReadOnly)}
        isInvalid={wrong !== undefined}
        errorMessage={wrong && t(wrong, { name: definition.topic ?? '' })}
        items={listed}
        value={definition.topic ?? none}
        onChange={(key) => change({ topic: key === null || key === none ? null : String(key) })}
        styles={style({ width: 'full' })}
      >
        {({ key, label, help }) => (
          <PickerItem id={key} textValue={label}>
            <Text slot="label">{label}</Text>
            {help !== '' && <Text slot="description">{help}</Text>}
          </PickerItem>
        )}
      </Picker>
      <p className={css.explained} role="status">
        {effect && t(effect)}
        {all.isSuccess && offered.length === 0 && !wrong && t('campaign.topic.noneYet')}
      </p>
      {mayWrite && <Link href={{ to: '/admin/topics' }}>{t('campaign.topic.manage')}</Link>}
    </div>
  )
}

const isForEmail = ({ archivedAt, channels }: Topic) => archivedAt === null && channels.includes('email')

function faultOf(chosen: Topic | undefined): MessageId | undefined {
  if (!chosen) return 'campaign.topic.unknown'
  if (chosen.archivedAt !== null) return 'campaign.topic.archived'
  return chosen.channels.includes('email') ? undefined : 'campaign.topic.notByEmail'
}
