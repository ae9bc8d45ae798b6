import { testConfiguration } from '@chappe/core/api/configurations'
import { Button, Content, Heading, InlineAlert, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type FormEvent, useState } from 'react'
import { useAction } from '../../../data.ts'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { Section } from '../../../parts/Section.tsx'
import { useSession } from '../../../session.ts'
import { isMessage, useText } from '../../../text.ts'

interface Props {
  id: string
  isDirty: boolean
}

/** Whether the words with this outcome are the relay's own, and not ours about what happened. */
const isFromRelay = (outcome: string) => ['accepted', 'refused', 'deferred'].includes(outcome)

/** Sends a message with the saved settings and shows what the relay answered, word for word. */
export function TestPanel({ id, isDirty }: Props) {
  const t = useText()
  const [to, setTo] = useState(useSession().person.email)
  const test = useAction(testConfiguration, { makesStale: [] })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    test.mutate({ params: { id }, body: { to } })
  }
  const outcome = test.data && `admin.outcome.${test.data.outcome}`

  return (
    <Section title={t('admin.test.title')} lead={t('admin.test.lead')}>
      <form className="admin-inline" onSubmit={submit}>
        <TextField
          label={t('admin.test.to')}
          type="email"
          autoComplete="email"
          isRequired
          value={to}
          onChange={setTo}
          styles={style({ flexGrow: 1, minWidth: 200 })}
        />
        <Button type="submit" variant="secondary" isPending={test.isPending}>
          {t('admin.test.send')}
        </Button>
      </form>
      {isDirty && <p className="admin-hint">{t('admin.test.unsaved')}</p>}
      <ProblemNote problem={test.error} />
      {test.data && (
        <div className="admin-answer">
          <InlineAlert variant={test.data.outcome === 'accepted' ? 'positive' : 'negative'}>
            <Heading level={3}>{outcome && isMessage(outcome) ? t(outcome) : test.data.outcome}</Heading>
            <Content>
              {t(isFromRelay(test.data.outcome) ? 'admin.test.reply' : 'admin.outcome.details')}{' '}
              <code lang="en">{test.data.reply}</code>
            </Content>
          </InlineAlert>
          {test.data.transcript.length > 0 && (
            <details open>
              <summary>{t('admin.test.transcript')}</summary>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
              <pre lang="en" tabIndex={0} className="admin-code">
                {test.data.transcript.join('\n')}
              </pre>
            </details>
          )}
        </div>
      )}
    </Section>
  )
}
