import { Button, ButtonGroup, Content, Heading, InlineAlert } from '@react-spectrum/s2'
import { useIntl } from 'react-intl'
import { useText } from '../../../text.ts'
import css from './autosave.module.css'
import type { Autosaving } from './useAutosave.ts'

/** Somebody saved in between: says who and when, and lets the person choose. Renders nothing otherwise. */
export function ConflictNote<T>({ saving, what }: { saving: Autosaving<T>; what: string }) {
  const t = useText()
  const intl = useIntl()
  const { phase } = saving.state
  if (phase.kind !== 'conflict') return null
  const { by, at } = phase.theirs
  return (
    <InlineAlert variant="notice">
      <Heading>{t('campaign.conflict.title', { who: by })}</Heading>
      <Content>
        <p className={css.words}>
          {t('campaign.conflict.body', { what, who: by, time: intl.formatTime(at) })}
        </p>
        <ButtonGroup>
          <Button variant="secondary" onPress={saving.takeTheirs}>
            {t('campaign.conflict.theirs')}
          </Button>
          <Button variant="secondary" onPress={saving.keepMine}>
            {t('campaign.conflict.mine')}
          </Button>
        </ButtonGroup>
      </Content>
    </InlineAlert>
  )
}
