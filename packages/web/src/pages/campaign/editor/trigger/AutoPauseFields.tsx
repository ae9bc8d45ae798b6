import type { Definition } from '@chappe/core/campaign/schema'
import { useIntl } from 'react-intl'
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import { useDraft } from '../../draft/useDraft.tsx'
import { Fold } from './Fold.tsx'
import { NumberInput } from './NumberInput.tsx'
import css from './trigger.module.css'
import type { Mistakes } from './useMistakes.ts'

type AutoPause = Definition['autoPause']
const rates = ['errorPercent', 'bouncePercent', 'complaintPercent'] as const

/** What pauses a campaign by itself, as a list of words: `errors beyond 5 %`. */
export function useAutoPauseSentence(): (autoPause: AutoPause) => string {
  const t = useText()
  const intl = useIntl()
  return (autoPause) => {
    const set = rates.flatMap((rate) => {
      const percent = autoPause[rate]
      return percent === null ? [] : [t(`schedule.autoPause.${rate}.short`, { percent })]
    })
    if (set.length === 0) return t('schedule.autoPause.off')
    const list = intl.formatList(set, { type: 'disjunction' })
    return t('schedule.autoPause.on', { list, count: autoPause.afterMessages })
  }
}

/** The shares of messages gone wrong beyond which the campaign pauses by itself. */
export function AutoPauseFields({ mistakes }: { mistakes: Mistakes }) {
  const t = useText()
  const say = useAutoPauseSentence()
  const { definition, isReadOnly, change } = useDraft()
  const { autoPause } = definition
  const set = (changes: Partial<AutoPause>) => change({ autoPause: { ...autoPause, ...changes } })
  return (
    <Fold
      title={t('schedule.autoPause')}
      summary={say(autoPause)}
      field="autoPause"
      isWrong={mistakes.within('autoPause')}
    >
      <p className={page.quiet}>{t('schedule.autoPause.help')}</p>
      <div className={css.every}>
        {rates.map((rate) => (
          <NumberInput
            key={rate}
            label={t(`schedule.autoPause.${rate}`)}
            isReadOnly={isReadOnly}
            min={0.1}
            max={100}
            step={0.1}
            value={autoPause[rate]}
            mistake={mistakes.of(`autoPause.${rate}`)}
            onChange={(percent) => set({ [rate]: percent })}
          />
        ))}
      </div>
      <NumberInput
        label={t('schedule.autoPause.afterMessages')}
        description={t('schedule.autoPause.afterMessages.help')}
        isReadOnly={isReadOnly}
        isWide
        min={10}
        max={1_000_000}
        value={autoPause.afterMessages}
        mistake={mistakes.of('autoPause.afterMessages')}
        onChange={(messages) => messages !== null && set({ afterMessages: messages })}
      />
    </Fold>
  )
}
