import type { Topic } from '@chappe/core/consent/topic'
import { Badge } from '@react-spectrum/s2'
import { locales } from '../../../messages/index.ts'
import { useText } from '../../../text.ts'
import css from './topics.module.css'

/** What a topic is called, what it is about, and where it is offered. */
export function TopicWords({ topic }: { topic: Topic }) {
  const t = useText()
  const { key, name, description, channels, doubleOptIn } = topic
  const other = locales.find((one) => one !== t.locale)!
  return (
    <div className={css.words}>
      <p className={css.name}>
        <strong>{name[t.locale]}</strong>
        {name[other] !== name[t.locale] && <span lang={other}>{name[other]}</span>}
        <code>{key}</code>
      </p>
      {description[t.locale] !== '' && <p className={css.about}>{description[t.locale]}</p>}
      <p className={css.marks}>
        {channels.map((channel) => (
          <Badge key={channel} size="S" variant="neutral" fillStyle="subtle">
            {t(`consent.channel.${channel}`)}
          </Badge>
        ))}
        {doubleOptIn && (
          <Badge size="S" variant="informative" fillStyle="subtle">
            {t('topics.doubleOptIn')}
          </Badge>
        )}
      </p>
    </div>
  )
}
