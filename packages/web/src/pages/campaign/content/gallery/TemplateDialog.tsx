import type { EmailContent } from '@chappe/core/campaign/schema'
import { Button, ButtonGroup, Content, Dialog, Heading } from '@react-spectrum/s2'
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import { SamplePreview } from './SamplePreview.tsx'

export interface Shown {
  readonly name: string
  readonly description: string
  readonly content: EmailContent
}

interface Props {
  template: Shown
  /** The buttons that go on; the last one is what most come for. */
  actions: readonly { label: string; run: () => void; isPending?: boolean }[]
  onClose: () => void
}

/** A template in large, before one begins with it. */
export function TemplateDialog({ template, actions, onClose }: Props) {
  const t = useText()
  return (
    <Dialog size="XL">
      <Heading slot="title">{template.name}</Heading>
      <Content>
        <div className={page.stack}>
          {template.description !== '' && <p className={page.words}>{template.description}</p>}
          <SamplePreview content={template.content} />
        </div>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" onPress={onClose}>
          {t('common.close')}
        </Button>
        {actions.map(({ label, run, isPending = false }, at) => (
          <Button
            key={label}
            variant={at === actions.length - 1 ? 'accent' : 'secondary'}
            onPress={run}
            isPending={isPending}
          >
            {label}
          </Button>
        ))}
      </ButtonGroup>
    </Dialog>
  )
}
