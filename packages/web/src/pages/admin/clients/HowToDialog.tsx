import type { ApiClient } from '@chappe/core/api/clients'
import { Content, Dialog, Heading } from '@react-spectrum/s2'
import { CopyButton } from '../../../parts/CopyButton.tsx'
import { DialogButtons } from '../../../parts/DialogButtons.tsx'
import { useText } from '../../../text.ts'
import { tokenRequest } from './token.ts'

/** How a client gets an access token; its secret is not known any more, so a word stands for it. */
export function HowToDialog({ client, onClose }: { client: ApiClient; onClose: () => void }) {
  const t = useText()
  const token = tokenRequest(location.origin, client.id, t('admin.clients.token.secret'))
  return (
    <Dialog size="L">
      <Heading slot="title">{t('admin.clients.token.title', { name: client.name })}</Heading>
      <Content>
        <div className="admin-stack">
          <p className="admin-hint">{t('admin.clients.token.body')}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
          <pre className="admin-code" tabIndex={0}>
            {token}
          </pre>
          <div>
            <CopyButton text={token} />
          </div>
        </div>
      </Content>
      <DialogButtons onClose={onClose} />
    </Dialog>
  )
}
