import { EmailContent } from '@chappe/core/campaign/schema'
import { emptyDesign } from '@chappe/core/design/new'
import { Button } from '@react-spectrum/s2'
import Code from '@react-spectrum/s2/icons/Code'
import Import from '@react-spectrum/s2/icons/Import'
import Layout from '@react-spectrum/s2/icons/Layout'
import type { ComponentType } from 'react'
import { useState } from 'react'
import { useConfirm } from '../../../parts/Confirm.tsx'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import css from './content.module.css'
import { Gallery } from './gallery/Gallery.tsx'
import { ImportDialog } from './ImportDialog.tsx'

interface Props {
  /** There is content that a beginning would take the place of: asks before. */
  replaces: boolean
  onBegin: (content: EmailContent, inCode: boolean) => void
  onCancel?: () => void
}

const ways = [
  { id: 'design', icon: Layout },
  { id: 'code', icon: Code },
  { id: 'import', icon: Import },
] as const satisfies readonly { id: string; icon: ComponentType }[]

const nothing = EmailContent.parse({})

/** How to begin: with nothing in the designer or in code, with a message one has, or with a template. */
export function Beginnings({ replaces, onBegin, onCancel }: Props) {
  const t = useText()
  const confirm = useConfirm()
  const mayWriteContent = useMay('content:write')
  const [isImporting, setImporting] = useState(false)

  const begin = async (content: EmailContent, inCode = false) => {
    const isSure =
      !replaces ||
      (await confirm({
        title: t('content.replace.title'),
        body: t('content.replace.body'),
        action: t('content.replace'),
        tone: 'warning',
      }))
    if (isSure) onBegin(content, inCode)
  }
  const go: Record<(typeof ways)[number]['id'], () => void> = {
    design: () => void begin({ ...nothing, design: emptyDesign() }),
    code: () => void begin(nothing, true),
    import: () => setImporting(true),
  }

  return (
    <section className={css.beginnings} aria-labelledby="content-begin">
      <div className={page.spread}>
        <h2 id="content-begin" className={page.heading}>
          {t('content.begin')}
        </h2>
        {onCancel && (
          <Button variant="secondary" size="S" onPress={onCancel}>
            {t('content.begin.cancel')}
          </Button>
        )}
      </div>
      <div className={css.ways}>
        {ways
          // Importing keeps images, which is a right of its own.
          .filter(({ id }) => id !== 'import' || mayWriteContent)
          .map(({ id, icon: Icon }) => (
            <button key={id} type="button" className={css.way} onClick={go[id]}>
              <Icon />
              <span>
                <strong>{t(`content.begin.${id}`)}</strong>
                <span className={page.quiet}>{t(`content.begin.${id}.help`)}</span>
              </span>
            </button>
          ))}
      </div>
      <Gallery onUse={(content) => void begin(content)} />
      <ImportDialog
        isOpen={isImporting}
        onClose={() => setImporting(false)}
        onImport={(content) => void begin(content, true)}
      />
    </section>
  )
}
