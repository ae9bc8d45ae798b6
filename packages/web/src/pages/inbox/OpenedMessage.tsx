import { getInboxMessage, type InboxMessage } from '@chappe/core/api/inbox'
import { Badge, Link, Tab, TabList, Tabs } from '@react-spectrum/s2'
import type { z } from 'zod'
import { useEndpoint } from '../../data.ts'
import { CopyButton } from '../../parts/CopyButton.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { Scroller } from '../../parts/Scroller.tsx'
import { TabPanel } from '../../parts/TabPanel.tsx'
import { When } from '../../parts/When.tsx'
import { useText } from '../../text.ts'
import css from './inbox.module.css'

type Caught = z.output<typeof InboxMessage>

/** One caught message: as a mail program shows it, as text, as it went over the wire, and its headers. */
export function OpenedMessage({ id, search }: { id: string; search: string }) {
  const t = useText()
  const message = useEndpoint(getInboxMessage, { params: { id } }, { staleTime: Number.POSITIVE_INFINITY })
  const back = search === '' ? {} : { q: search }
  return (
    <>
      <div className={css.back}>
        <Link href={{ to: '/inbox', search: back }} isStandalone variant="secondary">
          {t('inbox.back')}
        </Link>
      </div>
      <ProblemNote problem={message.error} />
      {message.isPending && <Loading lines={6} />}
      {message.data && <Shown message={message.data} />}
    </>
  )
}

function Shown({ message }: { message: Caught }) {
  const t = useText()
  const { id, subject, from, to, receivedAt, html, text, raw, headers } = message
  const isProof = headers.some(({ name }) => name.toLowerCase() === 'x-chappe-proof')
  return (
    <article className={css.opened} aria-label={subject || t('inbox.noSubject')}>
      <h2 className={css.title}>{subject || t('inbox.noSubject')}</h2>
      {isProof && (
        <Badge variant="notice" size="S">
          {t('inbox.proof')}
        </Badge>
      )}
      <dl className={css.envelope}>
        <dt>{t('inbox.from')}</dt>
        <dd>{from}</dd>
        <dt>{t('inbox.to')}</dt>
        <dd>
          {to} <Link href={{ to: '/inbox', search: { q: to } }}>{t('inbox.sameRecipient')}</Link>
        </dd>
        <dt>{t('inbox.received')}</dt>
        <dd>
          <When instant={receivedAt} as="absolute" />
        </dd>
      </dl>
      <Tabs
        aria-label={t('inbox.views')}
        density="compact"
        defaultSelectedKey={html === '' ? 'text' : 'html'}
      >
        <TabList>
          <Tab id="html">HTML</Tab>
          <Tab id="text">{t('inbox.text')}</Tab>
          <Tab id="source">{t('inbox.source')}</Tab>
          <Tab id="headers">{t('inbox.headers')}</Tab>
        </TabList>
        <TabPanel id="html">
          {html === '' ? (
            <p className={css.hint}>{t('inbox.noHtml')}</p>
          ) : (
            <iframe
              className={css.frame}
              title={t('inbox.html')}
              src={`/v1/inbox/${id}/html`}
              sandbox="allow-popups allow-popups-to-escape-sandbox"
              referrerPolicy="no-referrer"
            />
          )}
        </TabPanel>
        <TabPanel id="text">
          <Plain label={t('inbox.text')} text={text || t('inbox.noText')} />
        </TabPanel>
        <TabPanel id="source">
          <Plain label={t('inbox.source')} text={raw} />
        </TabPanel>
        <TabPanel id="headers">
          <Headers headers={headers} />
        </TabPanel>
      </Tabs>
    </article>
  )
}

function Plain({ label, text }: { label: string; text: string }) {
  return (
    <div className={css.plain}>
      <CopyButton text={text} size="S" />
      <Scroller label={label} className={css.raw}>
        {text}
      </Scroller>
    </div>
  )
}

function Headers({ headers }: { headers: Caught['headers'] }) {
  const t = useText()
  return (
    <div className={css.headers}>
      <table>
        <caption className={css.hidden}>{t('inbox.headers')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('inbox.header.name')}</th>
            <th scope="col">{t('inbox.header.value')}</th>
          </tr>
        </thead>
        <tbody>
          {headers.map(({ name, value }, i) => (
            <tr key={i}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
