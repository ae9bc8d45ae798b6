import type { Import } from '@chappe/core/import/schema'
import { Button, ButtonGroup, Content, Heading, InlineAlert, LinkButton } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import { percentOf } from '../amounts.ts'
import css from '../imports.module.css'
import { useImportCommands } from '../useImportCommands.ts'
import { ViewTitle } from '../ViewTitle.tsx'
import { Counts } from './Counts.tsx'
import { Errors } from './Errors.tsx'

/** An import that is over: what it did, what it could not, what one does next. */
export function Outcome({ one }: { one: Import }) {
  const t = useText()
  const { status, counts, failure, fileKept, progress, size } = one
  const resume = useImportCommands()(one).get('resume')
  const mayMake = useMay('audiences:write')
  const mayImport = useMay('profiles:write')
  const isWhole = status === 'complete'
  const share = percentOf(progress.bytes, size) / 100
  return (
    <>
      <section className={page.card} aria-labelledby="view-title">
        <ViewTitle view={status}>
          {t(isWhole ? 'imports.done' : `imports.ended.${status === 'failed' ? 'failed' : 'cancelled'}`, {
            count: counts.created + counts.changed,
          })}
        </ViewTitle>
        {!isWhole && (
          <p className={page.words}>{t(fileKept ? 'imports.ended.body' : 'imports.ended.gone', { share })}</p>
        )}
        {status === 'failed' && failure !== null && (
          <InlineAlert variant="negative" styles={style({ width: 'full', maxWidth: 720 })}>
            <Heading level={3}>{t('imports.failure')}</Heading>
            <Content>
              <span lang="en">{failure}</span>
            </Content>
          </InlineAlert>
        )}
        <Counts counts={counts} />
        {resume && (
          <ButtonGroup>
            <Button variant="accent" onPress={resume.run}>
              {resume.label}
            </Button>
          </ButtonGroup>
        )}
      </section>
      <Errors one={one} />
      <section className={css.after} aria-labelledby="after">
        <h3 id="after" className={page.heading}>
          {t('imports.after')}
        </h3>
        <ButtonGroup>
          <LinkButton variant={isWhole ? 'accent' : 'secondary'} href={{ to: '/profiles', search: {} }}>
            {t('imports.after.profiles')}
          </LinkButton>
          {mayMake && (
            <LinkButton variant="secondary" href={{ to: '/audiences', search: { create: true } }}>
              {t('imports.after.audience')}
            </LinkButton>
          )}
          {mayImport && (
            <LinkButton variant="secondary" href={{ to: '/imports/new' }}>
              {t('imports.after.again')}
            </LinkButton>
          )}
        </ButtonGroup>
      </section>
    </>
  )
}
