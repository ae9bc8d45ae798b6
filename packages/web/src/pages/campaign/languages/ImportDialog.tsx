import { importTranslation } from '@chappe/core/api/languages'
import { getVersion } from '@chappe/core/api/versions'
import {
  ActionButton,
  Button,
  ButtonGroup,
  Content,
  Dialog,
  FileTrigger,
  Heading,
  InlineAlert,
  Picker,
  PickerItem,
  Text,
} from '@react-spectrum/s2'
import FileIcon from '@react-spectrum/s2/icons/File'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call, type Reply } from '../../../api.ts'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { useText } from '../../../text.ts'
import { localeName } from '../../admin/languages/locales.ts'
import page from '../campaign.module.css'
import { useDraft } from '../draft/useDraft.tsx'

type Answer = Reply<typeof importTranslation>

/** Puts what translators sent back into the draft, and tells what was taken and what was left. */
export function ImportDialog({ locale, onClose }: { locale: string | null; onClose: () => void }) {
  const t = useText()
  const client = useQueryClient()
  const { campaign, number, definition, savings, save, variant } = useDraft()
  const { locales = [], defaultLocale = '' } = definition.languages ?? {}
  const others = locales.filter((one) => one !== defaultLocale)
  const [into, setInto] = useState(locale === null || locale === defaultLocale ? (others[0] ?? '') : locale)
  const [file, setFile] = useState<File>()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const [answer, setAnswer] = useState<Answer>()
  const { state } = savings.definition

  const put = async () => {
    if (!file) return
    setBusy(true)
    setProblem(undefined)
    try {
      if (!(await save())) return
      const version = await call(getVersion, { params: { id: campaign.id, number } })
      setAnswer(
        await call(importTranslation, {
          params: { id: campaign.id, locale: into },
          body: {
            revision: Math.max(version.revision, state.base.revision),
            text: await file.text(),
            ...(variant !== null && { variant }),
          },
        }),
      )
      // The editor adopts what the server has now.
      await client.invalidateQueries()
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog size="M">
      <Heading slot="title">{t('languages.import.title')}</Heading>
      <Content>
        <div className={page.stack} aria-live="polite">
          <ProblemNote problem={problem} title={t('languages.import.failed')} />
          {answer ? (
            <Told answer={answer} name={localeName(into, t.locale)} />
          ) : (
            <>
              <p className={page.words}>{t('languages.import.help')}</p>
              <Picker
                label={t('languages.import.into')}
                value={into}
                onChange={(key) => key !== null && setInto(String(key))}
                styles={style({ width: 'full' })}
              >
                {others.map((one) => (
                  <PickerItem key={one} id={one}>
                    {localeName(one, t.locale)}
                  </PickerItem>
                ))}
              </Picker>
              <div className={page.row}>
                <FileTrigger
                  acceptedFileTypes={[
                    '.xlf',
                    '.xliff',
                    '.xml',
                    '.json',
                    'application/json',
                    'application/xliff+xml',
                  ]}
                  onSelect={(files) => setFile(files?.[0] ?? undefined)}
                >
                  <ActionButton>
                    <FileIcon />
                    <Text>{t('languages.import.choose')}</Text>
                  </ActionButton>
                </FileTrigger>
                <span>{file?.name ?? t('languages.import.noFile')}</span>
              </div>
            </>
          )}
        </div>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" onPress={onClose}>
          {t(answer ? 'common.close' : 'common.cancel')}
        </Button>
        {!answer && (
          <Button
            variant="accent"
            isPending={isBusy}
            isDisabled={!file || into === ''}
            onPress={() => void put()}
          >
            {t('languages.import.action')}
          </Button>
        )}
      </ButtonGroup>
    </Dialog>
  )
}

function Told({ answer: { applied, skipped }, name }: { answer: Answer; name: string }) {
  const t = useText()
  return (
    <>
      <InlineAlert variant={skipped.length > 0 ? 'notice' : 'positive'}>
        <Heading level={2}>{t('languages.import.applied', { count: applied, name })}</Heading>
        <Content>
          {skipped.length === 0
            ? t('languages.import.all')
            : t('languages.import.skipped', { count: skipped.length })}
        </Content>
      </InlineAlert>
      {skipped.length > 0 && (
        <ul className={page.words}>
          {skipped.map(({ unit, reason }) => (
            <li key={unit}>
              <span className={page.code}>{unit}</span> – {t(`languages.skipped.${reason}`)}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
