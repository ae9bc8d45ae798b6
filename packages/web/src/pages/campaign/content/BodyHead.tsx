import { compileDesign } from '@chappe/core/api/designs'
import type { EmailContent } from '@chappe/core/campaign/schema'
import { ActionButton, ActionMenu, MenuItem, Text } from '@react-spectrum/s2'
import Code from '@react-spectrum/s2/icons/Code'
import Refresh from '@react-spectrum/s2/icons/Refresh'
import Template from '@react-spectrum/s2/icons/Template'
import { useRef, useState } from 'react'
import { call } from '../../../api.ts'
import { useConfirm } from '../../../parts/Confirm.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { notify } from '../../../parts/toast.ts'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import { SaveAsTemplate } from './SaveAsTemplate.tsx'
import type { Form } from './shape.ts'

interface Props {
  form: Form
  value: EmailContent
  onChange: (content: EmailContent) => void
  isReadOnly: boolean
  label: string
  canBecomeTemplate?: boolean
  onStartOver: () => void
  /** The design is code from now on: this. */
  onCode: (html: string) => void
}

/** Over the body: how it is written, and what can be made of it. */
export function BodyHead(props: Props) {
  const { form, value, onChange, isReadOnly, label, canBecomeTemplate = false, onStartOver, onCode } = props
  const t = useText()
  const confirm = useConfirm()
  const mayWriteContent = useMay('content:write')
  const [isSaving, setSaving] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const offersTemplate = canBecomeTemplate && mayWriteContent
  const latest = useRef({ value, onChange, onCode })
  latest.current = { value, onChange, onCode }

  /** The newest design as code: what is designed while it is being made is made, too. */
  const compiled = async () => {
    for (;;) {
      const { design } = latest.current.value
      if (design === null) return undefined
      const { html } = await call(compileDesign, { body: { design } })
      if (latest.current.value.design === design) return { design, html }
    }
  }
  const convert = async () => {
    const isSure = await confirm({
      title: t('content.convert.title'),
      body: t('content.convert.body'),
      action: t('content.convert'),
      tone: 'warning',
    })
    if (!isSure) return
    setProblem(undefined)
    try {
      const made = await compiled()
      if (!made) return
      const { design, html } = made
      latest.current.onCode(html)
      notify.positive(t('content.convert.done'), {
        label: t('common.undo'),
        // What was written elsewhere since then stays.
        run: () => latest.current.onChange({ ...latest.current.value, design, html: '' }),
      })
    } catch (error) {
      setProblem(error)
    }
  }

  return (
    <>
      <div className={page.spread}>
        <h2 className={page.heading}>{t(`content.form.${form}`)}</h2>
        <div className={page.row}>
          {offersTemplate && (
            <ActionButton size="S" onPress={() => setSaving(true)}>
              <Template />
              <Text>{t('content.saveAs')}</Text>
            </ActionButton>
          )}
          {!isReadOnly && (
            <ActionMenu
              size="S"
              aria-label={t('content.more')}
              onAction={(key) => (key === 'convert' ? void convert() : onStartOver())}
            >
              {form === 'design' ? (
                <MenuItem id="convert" textValue={t('content.convert')}>
                  <Code />
                  <Text slot="label">{t('content.convert')}</Text>
                </MenuItem>
              ) : null}
              <MenuItem id="over" textValue={t('content.startOver')}>
                <Refresh />
                <Text slot="label">{t('content.startOver')}</Text>
              </MenuItem>
            </ActionMenu>
          )}
        </div>
      </div>
      <ProblemNote problem={problem} title={t('content.convert.failed')} />
      <SaveAsTemplate isOpen={isSaving} onClose={() => setSaving(false)} content={value} suggestion={label} />
    </>
  )
}
