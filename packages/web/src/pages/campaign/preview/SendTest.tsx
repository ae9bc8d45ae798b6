import { sendCampaignTest } from '@chappe/core/api/preview'
import {
  Button,
  ButtonGroup,
  Content,
  Dialog,
  DialogTrigger,
  Heading,
  InlineAlert,
  Link,
  TextField,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import type { Reply } from '../../../api.ts'
import { useAction } from '../../../data.ts'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { useSession } from '../../../session.ts'
import { isMessage, useText } from '../../../text.ts'
import page from '../campaign.module.css'
import { useDraft } from '../draft/useDraft.tsx'
import { useGoesToInbox } from './useGoesToInbox.ts'
import type { Samples } from './useSamples.ts'

type Answer = Reply<typeof sendCampaignTest>

interface TestProps {
  samples: Samples
  /** Instead of the one that the samples ask for. */
  locale?: string | null
}

/** Sends the draft to one address and tells what the relay really answered. */
export function SendTest(props: TestProps) {
  const t = useText()
  return (
    <DialogTrigger>
      <Button variant="secondary" size="S">
        {t('campaign.test')}
      </Button>
      <Dialog size="M">{({ close }) => <TestForm {...props} onClose={close} />}</Dialog>
    </DialogTrigger>
  )
}

function TestForm({ samples, locale = null, onClose }: TestProps & { onClose: () => void }) {
  const t = useText()
  const { campaign, variant, save } = useDraft()
  const { person } = useSession()
  const [to, setTo] = useState(person.email)
  const test = useAction(sendCampaignTest, { makesStale: [] })

  const [isSaving, setSaving] = useState(false)
  const isPending = isSaving || test.isPending

  const submit = async () => {
    if (isPending) return
    test.reset()
    setSaving(true)
    const isSaved = await save()
    setSaving(false)
    if (!isSaved) return
    const body = {
      to: to.trim(),
      ...samples.values,
      ...(locale !== null && { locale }),
      ...(variant !== null && { variant }),
    }
    test.mutate({ params: { id: campaign.id }, body })
  }

  return (
    <>
      <Heading slot="title">{t('campaign.test')}</Heading>
      <Content>
        <form
          id="send-test"
          className={page.stack}
          onSubmit={(event) => {
            event.preventDefault()
            void submit()
          }}
        >
          <p className={page.words}>{t('campaign.test.help')}</p>
          <TextField
            label={t('campaign.test.to')}
            type="email"
            isRequired
            autoFocus
            value={to}
            onChange={setTo}
            styles={style({ width: 'full' })}
          />
          <div aria-live="polite" className={page.stack}>
            {isPending && <p className={page.quiet}>{t('campaign.test.sending')}</p>}
            <ProblemNote problem={test.error} title={t('campaign.test.failed')} />
            {test.data && <Told answer={test.data} to={test.variables.body.to} />}
          </div>
        </form>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" onPress={onClose}>
          {t('common.close')}
        </Button>
        <Button variant="accent" type="submit" form="send-test" isPending={isPending}>
          {t('campaign.test.send')}
        </Button>
      </ButtonGroup>
    </>
  )
}

const tones = { accepted: 'positive', refused: 'negative', deferred: 'notice', uncertain: 'notice' } as const

function Told({ answer, to }: { answer: Answer; to: string }) {
  const t = useText()
  const { definition } = useDraft()
  const goesToInbox = useGoesToInbox(definition.channelConfigurationId)
  const title = `campaign.test.${answer.outcome}`
  return (
    <>
      <InlineAlert variant={tones[answer.outcome as keyof typeof tones] ?? 'neutral'}>
        <Heading>{isMessage(title) ? t(title, { to }) : answer.outcome}</Heading>
        <Content>
          {t('campaign.test.reply')} <span className={page.code}>{answer.reply}</span>
        </Content>
      </InlineAlert>
      {answer.outcome === 'accepted' && goesToInbox && (
        <Link href={{ to: '/inbox', search: { q: to } }} target="_blank">
          {t('campaign.test.inbox')}
        </Link>
      )}
      {answer.transcript.length > 0 && (
        <details>
          <summary>{t('campaign.test.transcript')}</summary>
          <pre className={page.block}>{answer.transcript.join('\n')}</pre>
        </details>
      )}
    </>
  )
}
