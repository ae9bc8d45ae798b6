import type { ApiClientWithSecret } from '@chappe/core/api/clients'
import { Button, ButtonGroup, Content, Dialog, Heading, InlineAlert } from '@react-spectrum/s2'
import type { z } from 'zod'
import { CopyButton } from '../../../parts/CopyButton.tsx'
import { useText } from '../../../text.ts'
import { tokenRequest } from './token.ts'

interface Props {
  client: z.output<typeof ApiClientWithSecret>
  onClose: () => void
}

/** Shows a secret for the only time there is. Only its button closes it, not a slip of the mouse. */
export function SecretDialog({ client, onClose }: Props) {
  const t = useText()
  const token = tokenRequest(location.origin, client.id, client.secret)
  const values = [
    { label: t('admin.clients.id'), value: client.id },
    { label: t('admin.clients.secret'), value: client.secret },
  ]
  return (
    <Dialog size="L" isKeyboardDismissDisabled>
      <Heading slot="title">{t('admin.clients.secret.title', { name: client.name })}</Heading>
      <Content>
        <div className="admin-stack">
          <InlineAlert variant="notice">
            <Heading>{t('admin.clients.secret.once')}</Heading>
            <Content>{t('admin.clients.secret.keep')}</Content>
          </InlineAlert>
          {values.map(({ label, value }) => (
            <div key={label}>
              <div>{label}</div>
              <div className="admin-value">
                <code>{value}</code>
                <CopyButton text={value} />
              </div>
            </div>
          ))}
          <div>
            <div className="admin-value admin-apart">
              <span>{t('admin.clients.token')}</span>
              <CopyButton text={token} isQuiet />
            </div>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
            <pre className="admin-code" tabIndex={0}>
              {token}
            </pre>
          </div>
        </div>
      </Content>
      <ButtonGroup>
        <Button variant="accent" onPress={onClose}>
          {t('admin.clients.secret.done')}
        </Button>
      </ButtonGroup>
    </Dialog>
  )
}
