import { readSampleFile } from '@chappe/core/api/simulations'
import type { Sample } from '@chappe/core/simulation/schema'
import {
  ActionButton,
  Button,
  ButtonGroup,
  Content,
  Dialog,
  FileTrigger,
  Heading,
  InlineAlert,
  Text,
  TextArea,
} from '@react-spectrum/s2'
import FileIcon from '@react-spectrum/s2/icons/File'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { useAction } from '../../../../data.ts'
import { ProblemNote } from '../../../../parts/ProblemNote.tsx'
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'

interface Props {
  onAdd: (samples: readonly Sample[]) => void
  onClose: () => void
}

/** Samples from a CSV, JSON or JSON Lines file, chosen or pasted. What could not be read is told before they come. */
export function FileDialog({ onAdd, onClose }: Props) {
  const t = useText()
  const read = useAction(readSampleFile, { makesStale: [] })
  const [filename, setFilename] = useState('')
  const [text, setText] = useState('')
  const { data } = read

  const load = (name: string, content: string) => {
    setFilename(name)
    setText(content)
    read.mutate({ body: { filename: name, text: content } })
  }
  return (
    <Dialog size="L">
      <Heading slot="title">{t('simulate.file.title')}</Heading>
      <Content>
        <div className={page.stack}>
          <p className={page.words}>{t('simulate.file.help')}</p>
          <div className={page.row}>
            <FileTrigger
              acceptedFileTypes={[
                '.csv',
                '.json',
                '.jsonl',
                '.ndjson',
                '.txt',
                'text/csv',
                'application/json',
              ]}
              onSelect={async (files) => {
                const file = files?.[0]
                if (file) load(file.name, await file.text())
              }}
            >
              <ActionButton>
                <FileIcon />
                <Text>{t('simulate.file.choose')}</Text>
              </ActionButton>
            </FileTrigger>
            <span>{filename || t('simulate.file.orPaste')}</span>
          </div>
          <TextArea
            label={t('simulate.file.text')}
            value={text}
            onChange={(next) => {
              setText(next)
              setFilename('')
              read.reset()
            }}
            UNSAFE_className={page.code ?? ''}
            styles={style({ width: 'full' })}
          />
          <div aria-live="polite" className={page.stack}>
            <ProblemNote problem={read.error} title={t('simulate.file.failed')} />
            {data && (
              <InlineAlert
                variant={data.remarks.length > 0 || data.samples.length === 0 ? 'notice' : 'positive'}
              >
                <Heading level={2}>
                  {t('simulate.file.read', { count: data.samples.length, format: data.format.toUpperCase() })}
                </Heading>
                <Content>
                  {data.remarks.length === 0 ? (
                    t('simulate.file.allRead')
                  ) : (
                    <ul className={page.words}>
                      {data.remarks.map(({ line, message }) => (
                        <li key={`${line} ${message}`}>
                          {t('campaign.content.line', { line })} <span lang="en">{message}</span>
                        </li>
                      ))}
                    </ul>
                  )}
                </Content>
              </InlineAlert>
            )}
          </div>
        </div>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" onPress={onClose}>
          {t('common.cancel')}
        </Button>
        {data && data.samples.length > 0 ? (
          <Button variant="accent" onPress={() => onAdd(data.samples)}>
            {t('simulate.file.add', { count: data.samples.length })}
          </Button>
        ) : (
          <Button
            variant="accent"
            isDisabled={text.trim() === ''}
            isPending={read.isPending}
            onPress={() => load(filename, text)}
          >
            {t('simulate.file.submit')}
          </Button>
        )}
      </ButtonGroup>
    </Dialog>
  )
}
