import { getAudience } from '@chappe/core/api/audiences'
import { campaignLimits } from '@chappe/core/campaign/schema'
import { ActionButton, Button, Link, Text } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import RemoveCircle from '@react-spectrum/s2/icons/RemoveCircle'
import { useState } from 'react'
import { useEndpoint } from '../../../../data.ts'
import { When } from '../../../../parts/When.tsx'
import { useText } from '../../../../text.ts'
import { AudienceField } from '../../../audiences/rule/fields/Choosers.tsx'
import page from '../../campaign.module.css'
import { useDraft } from '../../draft/useDraft.tsx'
import css from './recipients.module.css'

/** Whom a campaign with a schedule is sent to, and whom it leaves out. */
export function RecipientsTab() {
  const t = useText()
  const { definition, isReadOnly, change } = useDraft()
  const { audience } = definition
  const [isAdding, setAdding] = useState(false)
  const set = (changes: Partial<typeof audience>) => change({ audience: { ...audience, ...changes } })
  const exclude = (ids: readonly string[]) => set({ exclude: [...new Set(ids)] })

  return (
    <div className={page.form}>
      <p className={page.words}>{t('campaign.recipients.help')}</p>
      <section className={page.tight} data-field="audienceId">
        <h2 className={page.heading}>{t('campaign.field.audience.id')}</h2>
        {isReadOnly ? (
          audience.id === null && <p className={page.words}>{t('campaign.recipients.none')}</p>
        ) : (
          <AudienceField id={audience.id ?? ''} onChange={(id) => set({ id })} />
        )}
        {audience.id !== null && <AudienceFacts id={audience.id} />}
        <Link href={{ to: '/audiences', search: {} }}>{t('campaign.recipients.all')}</Link>
      </section>
      <section className={page.tight} data-field="exclude">
        <h2 className={page.heading}>{t('campaign.field.audience.exclude')}</h2>
        <p className={page.quiet}>{t('campaign.recipients.exclude.help')}</p>
        {audience.exclude.length > 0 && (
          <ul className={css.list}>
            {audience.exclude.map((id) => (
              <li key={id}>
                <AudienceFacts id={id} />
                {!isReadOnly && (
                  <ActionButton
                    isQuiet
                    aria-label={t('campaign.recipients.exclude.remove')}
                    onPress={() => exclude(audience.exclude.filter((one) => one !== id))}
                  >
                    <RemoveCircle />
                  </ActionButton>
                )}
              </li>
            ))}
          </ul>
        )}
        {!isReadOnly && isAdding && (
          <AudienceField
            id=""
            except={audience.id ?? undefined}
            onChange={(id) => {
              exclude([...audience.exclude, id])
              setAdding(false)
            }}
          />
        )}
        {!isReadOnly && !isAdding && audience.exclude.length < campaignLimits.excluded && (
          <div>
            <Button variant="secondary" onPress={() => setAdding(true)}>
              <Add />
              <Text>{t('campaign.recipients.exclude.add')}</Text>
            </Button>
          </div>
        )}
      </section>
    </div>
  )
}

/** An audience by its name, with how many people it had when it was last evaluated. */
export function AudienceFacts({ id }: { id: string }) {
  const t = useText()
  const audience = useEndpoint(getAudience, { params: { id } })
  if (audience.error) return <span>{t('campaign.recipients.gone')}</span>
  if (!audience.data) return null
  const { name, members, evaluatedAt, kind } = audience.data
  return (
    <span className={css.facts}>
      <Link href={{ to: '/audiences/$id', params: { id } }}>{name}</Link>
      <span className={page.quiet}>
        {t(`audiences.kind.${kind}`)}
        {members !== null && ` · ${t('audiences.members', { count: members })}`}
        {evaluatedAt !== null && (
          <>
            {' · '}
            <When instant={evaluatedAt} as="relative" />
          </>
        )}
      </span>
    </span>
  )
}
