import type { Definition } from '@chappe/core/campaign/schema'
import { Pace } from '@chappe/core/schedule/rate/schema'
import { CampaignSchedule } from '@chappe/core/schedule/schema'
import { paceSentence, scheduleSentence, wavesSentence } from '@chappe/core/schedule/sentence'
import { Waves } from '@chappe/core/schedule/waves'
import { useText } from '../../../../text.ts'
import { NextTimes } from './NextTimes.tsx'
import css from './trigger.module.css'

type Plan = Pick<Definition, 'trigger' | 'waves' | 'pace'>

/** When, in which parts and how fast a campaign is sent, in sentences. */
export function Said({ trigger, waves, pace, times = 5 }: Plan & { times?: number }) {
  const t = useText()
  const when = CampaignSchedule.safeParse(trigger)
  const parts = Waves.nullable().safeParse(waves)
  const speed = Pace.safeParse(pace)
  const sentences = [
    when.success ? scheduleSentence(when.data, t.locale) : '',
    parts.success && parts.data !== null ? wavesSentence(parts.data, t.locale) : '',
    speed.success ? paceSentence(speed.data, t.locale) : '',
  ].filter((sentence) => sentence !== '')
  const isWrong = !when.success || !parts.success || !speed.success
  return (
    <div className={css.said}>
      <div role="status" aria-label={t('schedule.said')}>
        {sentences.map((sentence) => (
          <p key={sentence} className={css.sentence}>
            {sentence}.
          </p>
        ))}
        {isWrong && (
          <p className={css.wrong}>{t(when.success ? 'schedule.wrong' : 'campaign.trigger.wrong')}</p>
        )}
      </div>
      {when.success && when.data.kind === 'recurring' && <NextTimes trigger={when.data} times={times} />}
    </div>
  )
}
