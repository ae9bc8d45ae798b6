import { CampaignKey } from '@chappe/core/campaign/schema'
import { TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { ApiProblem } from '../../../problem.ts'
import { useText } from '../../../text.ts'
import { useDraft } from '../draft/useDraft.tsx'

/** By which files and other systems know the campaign. Kept once the field is left: half a key is another key. */
export function KeyField({ isReadOnly }: { isReadOnly: boolean }) {
  const t = useText()
  const { details, savings, describe } = useDraft()
  const [typed, setTyped] = useState<string>()
  const text = typed ?? details.key ?? ''
  const isWrong = text !== '' && !CampaignKey.safeParse(text).success
  const { phase } = savings.details.state
  const isTaken =
    typed === undefined &&
    phase.kind === 'refused' &&
    phase.problem instanceof ApiProblem &&
    phase.problem.type === 'campaign/key-taken'
  const keep = () => {
    if (typed === undefined || isWrong) return
    describe({ key: typed === '' ? null : typed })
    setTyped(undefined)
  }
  return (
    <div data-field="key">
      <TextField
        label={t('campaign.key')}
        description={t('campaign.key.help')}
        styles={style({ width: 'full', maxWidth: 380 })}
        value={text}
        maxLength={100}
        spellCheck="false"
        autoComplete="off"
        isReadOnly={isReadOnly}
        isInvalid={isWrong || isTaken}
        errorMessage={t(isTaken ? 'problem.campaign/key-taken' : 'campaign.key.wrong')}
        onChange={(next) => setTyped(next.trim())}
        onBlur={keep}
        onKeyDown={(event) => event.key === 'Enter' && keep()}
      />
    </div>
  )
}
