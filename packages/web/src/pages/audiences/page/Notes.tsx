import type { Audience } from '@chappe/core/audience/schema'
import { Button, ButtonGroup, Content, Heading, InlineAlert } from '@react-spectrum/s2'
import { useIntl } from 'react-intl'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { useText } from '../../../text.ts'
import css from './page.module.css'
import type { AudienceDraft } from './useAudienceDraft.ts'

interface Props {
  audience: Audience
  draft: AudienceDraft
  evaluation: { error: unknown; isPending: boolean; run: () => void }
  mayWrite: boolean
}

/** What a person has to know before anything else: a conflict, a refusal, members that are not those of the rule. */
export function Notes({ audience, draft, evaluation, mayWrite }: Props) {
  const t = useText()
  const intl = useIntl()
  const { failure, evaluatedAt, modifiedAt, kind, status } = audience
  const { theirs } = draft
  const isOld =
    kind !== 'list' &&
    status === 'live' &&
    !draft.isUnsaved &&
    evaluatedAt !== null &&
    Date.parse(modifiedAt) > Date.parse(evaluatedAt)
  return (
    <div className={css.notes}>
      {theirs && (
        <InlineAlert variant="notice">
          <Heading>{t('campaign.conflict.title', { who: theirs.modifiedBy })}</Heading>
          <Content>
            <p className={css.words}>
              {t('campaign.conflict.body', {
                what: t('audiences.conflict'),
                who: theirs.modifiedBy,
                time: intl.formatTime(theirs.modifiedAt),
              })}
            </p>
            <ButtonGroup>
              <Button variant="secondary" onPress={draft.takeTheirs}>
                {t('campaign.conflict.theirs')}
              </Button>
              <Button variant="secondary" onPress={() => void draft.keepMine()}>
                {t('campaign.conflict.mine')}
              </Button>
            </ButtonGroup>
          </Content>
        </InlineAlert>
      )}
      <ProblemNote problem={draft.problem} title={t('audiences.save.failed')} />
      <ProblemNote problem={evaluation.error} title={t('audiences.evaluate.failed')} />
      {failure !== null && !evaluation.error && (
        <InlineAlert variant="negative">
          <Heading>{t('audiences.evaluate.failed')}</Heading>
          <Content>
            <span lang="en">{failure}</span>
          </Content>
        </InlineAlert>
      )}
      {isOld && (
        <InlineAlert variant="informative">
          <Heading>{t('audiences.old.title')}</Heading>
          <Content>
            <p className={css.words}>{t('audiences.old.body')}</p>
            {mayWrite && (
              <Button variant="secondary" isPending={evaluation.isPending} onPress={evaluation.run}>
                {t('audiences.command.evaluate')}
              </Button>
            )}
          </Content>
        </InlineAlert>
      )}
    </div>
  )
}
