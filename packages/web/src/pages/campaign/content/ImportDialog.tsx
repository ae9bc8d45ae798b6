import { importHtml } from '@chappe/core/api/designs'
import { EmailContent } from '@chappe/core/campaign/schema'
import { contentLimits } from '@chappe/core/content/schema'
import { Button, ButtonGroup, Content, Dialog, Heading, InlineAlert, TextArea } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type DragEvent, useId, useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import type { Reply } from '../../../api.ts'
import { useAction } from '../../../data.ts'
import { DialogButtons } from '../../../parts/DialogButtons.tsx'
import { DialogContainer } from '../../../parts/DialogContainer.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { isMessage, useText } from '../../../text.ts'
import page from '../campaign.module.css'
import css from './content.module.css'
import { type Given, readGiven } from './given.ts'

interface Props {
  isOpen: boolean
  onClose: () => void
  onImport: (content: EmailContent) => void
}

/** Takes over an existing HTML email: pasted, a file, or a ZIP with its images. */
export function ImportDialog({ isOpen, ...rest }: Props) {
  return <DialogContainer onDismiss={rest.onClose}>{isOpen && <Form {...rest} />}</DialogContainer>
}

function Form({ onClose, onImport }: Omit<Props, 'isOpen'>) {
  const t = useText()
  const id = useId()
  const [pasted, setPasted] = useState('')
  const [file, setFile] = useState<File>()
  const [mistake, setMistake] = useState<Extract<Given, { ok: false }>['mistake']>()
  const [result, setResult] = useState<Reply<typeof importHtml>>()
  const send = useAction(importHtml, { makesStale: [] })

  const take = (chosen: File | undefined) => {
    setFile(chosen)
    setMistake(undefined)
    send.reset()
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    take(event.dataTransfer.files[0])
  }
  const finish = ({ html, subject }: Reply<typeof importHtml>) => {
    onClose()
    onImport(EmailContent.parse({ html, subject }))
  }
  const submit = async () => {
    const given = await readGiven(file, pasted)
    if (!given.ok) return setMistake(given.mistake)
    send.mutate(
      { body: given.body },
      { onSuccess: (imported) => (imported.remarks.length > 0 ? setResult(imported) : finish(imported)) },
    )
  }

  if (result)
    return (
      <Dialog size="M">
        <Heading slot="title">{t('content.import.result')}</Heading>
        <Content>
          <div className={page.stack}>
            <p className={page.words}>{t('content.import.images', { count: result.images })}</p>
            <InlineAlert variant="notice">
              <Heading>{t('content.import.remarks')}</Heading>
              <Content>
                <ul className={css.remarks}>
                  {result.remarks.map(({ code, message }) => {
                    const said = `content.import.remark.${code}`
                    return (
                      <li key={code + message} {...(!isMessage(said) && t.locale !== 'en' && { lang: 'en' })}>
                        {isMessage(said) ? t(said) : message}
                      </li>
                    )
                  })}
                </ul>
              </Content>
            </InlineAlert>
          </div>
        </Content>
        <ButtonGroup>
          <Button variant="secondary" onPress={() => setResult(undefined)}>
            {t('content.import.back')}
          </Button>
          <Button variant="accent" onPress={() => finish(result)}>
            {t('content.import.goOn')}
          </Button>
        </ButtonGroup>
      </Dialog>
    )
  return (
    <Dialog size="L">
      <Heading slot="title">{t('content.begin.import')}</Heading>
      <Content>
        <div className={page.stack}>
          <ProblemNote problem={send.error} title={t('content.import.failed')} />
          {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button in it does the same */}
          <div className={css.drop} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
            <strong>{t('content.import.file')}</strong>
            <FileTrigger
              acceptedFileTypes={['.html', '.htm', '.zip', 'text/html', 'application/zip']}
              onSelect={(files) => take(files?.[0])}
            >
              <Button variant="secondary" aria-describedby={`${id}-help`}>
                {t('content.import.choose')}
              </Button>
            </FileTrigger>
            <p id={`${id}-help`} className={page.quiet}>
              {file
                ? t('content.import.chosen', { name: file.name })
                : t('content.import.file.help', { megabytes: contentLimits.archive / 1024 / 1024 })}
            </p>
          </div>
          {!file && (
            <TextArea
              label={t('content.import.paste')}
              value={pasted}
              onChange={(text) => {
                setPasted(text)
                setMistake(undefined)
              }}
              styles={style({ width: 'full' })}
            />
          )}
          {mistake && (
            <p role="alert" className={css.mistake}>
              {t(`content.import.mistake.${mistake}`)}
            </p>
          )}
        </div>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button
          variant="accent"
          isDisabled={!file && pasted.trim() === ''}
          isPending={send.isPending}
          onPress={() => void submit()}
        >
          {t('content.import.submit')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
