import { getSampleRequest } from '@chappe/core/api/preview'
import { Link } from '@react-spectrum/s2'
import { useEndpoint } from '../../data.ts'
import { CopyButton } from '../../parts/CopyButton.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'

/** The commands that trigger a campaign: one that gets a token, one that uses it. */
export function SampleRequest({ id }: { id: string }) {
  const t = useText()
  const mayCreateClient = useMay('clients:write')
  const sample = useEndpoint(getSampleRequest, { params: { id } }, { staleTime: 60_000 })
  if (sample.error) return <ProblemNote problem={sample.error} />
  if (!sample.data) return <Loading lines={3} />
  const commands = [
    { label: t('home.send.token'), text: sample.data.token },
    { label: t('home.send.call'), text: sample.data.samples.curl },
  ]
  return (
    <>
      {commands.map(({ label, text }) => (
        <Command key={label} label={label} text={text} />
      ))}
      <p className="home-quiet">
        {t('home.send.client')}{' '}
        {mayCreateClient && <Link href={{ to: '/admin/clients' }}>{t('admin.clients.create')}</Link>}
      </p>
    </>
  )
}

const Command = ({ label, text }: { label: string; text: string }) => (
  <div className="home-command">
    <div>
      <span>{label}</span>
      <CopyButton text={text} size="S" isQuiet />
    </div>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
    <pre tabIndex={0}>{text}</pre>
  </div>
)
