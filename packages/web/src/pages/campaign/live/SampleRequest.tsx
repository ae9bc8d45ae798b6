import { getSampleRequest } from '@chappe/core/api/preview'
import type { Campaign } from '@chappe/core/campaign/schema'
import { Link, Tab, TabList, Tabs } from '@react-spectrum/s2'
import { useEndpoint } from '../../../data.ts'
import { CopyButton } from '../../../parts/CopyButton.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { Scroller } from '../../../parts/Scroller.tsx'
import { TabPanel } from '../../../parts/TabPanel.tsx'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import css from './live.module.css'

const dialects = { curl: 'cURL', httpie: 'HTTPie', javascript: 'JavaScript', python: 'Python' } as const
type Dialect = keyof typeof dialects

/** The call that triggers the campaign, ready to run, with a sample for every variable of its content. */
export function SampleRequest({ campaign, number }: { campaign: Campaign; number: number }) {
  const t = useText()
  const mayClients = useMay('clients:read')
  const sample = useEndpoint(getSampleRequest, { params: { id: campaign.id }, query: { version: number } })
  const { data } = sample
  return (
    <section className={page.card}>
      <h2>{t('campaign.request')}</h2>
      <p className={page.quiet}>{t('campaign.request.help')}</p>
      <ProblemNote problem={sample.error} />
      {data && (
        <>
          <Tabs aria-label={t('campaign.request.language')} density="compact">
            <TabList>
              {(Object.keys(dialects) as Dialect[]).map((dialect) => (
                <Tab key={dialect} id={dialect}>
                  {dialects[dialect]}
                </Tab>
              ))}
            </TabList>
            {(Object.keys(dialects) as Dialect[]).map((dialect) => (
              <TabPanel key={dialect} id={dialect}>
                <Snippet text={data.samples[dialect]} label={dialects[dialect]} />
              </TabPanel>
            ))}
          </Tabs>
          <details className={css.details}>
            <summary>{t('campaign.request.token')}</summary>
            <div className={page.stack}>
              <p className={page.words}>
                {t('campaign.request.token.help')}{' '}
                {mayClients && <Link href={{ to: '/admin/clients' }}>{t('campaign.request.clients')}</Link>}
              </p>
              <Snippet text={data.token} label={t('campaign.request.token')} />
            </div>
          </details>
        </>
      )}
    </section>
  )
}

function Snippet({ text, label }: { text: string; label: string }) {
  return (
    <div className={css.snippet}>
      <Scroller label={label} className={page.block}>
        {text}
      </Scroller>
      <div className={css.copy}>
        <CopyButton text={text} size="S" />
      </div>
    </div>
  )
}
