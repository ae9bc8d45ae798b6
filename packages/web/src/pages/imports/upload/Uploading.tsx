import type { Import } from '@chappe/core/import/schema'
import { Button, ButtonGroup, ProgressBar } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import { sayBytes } from '../amounts.ts'
import css from '../imports.module.css'
import { useImportCommands } from '../useImportCommands.ts'
import { ViewTitle } from '../ViewTitle.tsx'
import { FileDrop } from './FileDrop.tsx'
import { beginUpload, useUpload } from './uploads.ts'

/** A file on its way here; one whose way was broken off goes on when it is chosen again. */
export function Uploading({ one }: { one: Import }) {
  const t = useText()
  const upload = useUpload(one.id)
  const mayWrite = useMay('profiles:write')
  const remove = useImportCommands()(one).get('remove')
  const [isOther, setOther] = useState(false)
  const uploaded = upload?.uploaded ?? one.uploaded
  const said = {
    filename: one.filename,
    uploaded: sayBytes(uploaded, t.locale),
    size: sayBytes(one.size, t.locale),
  }
  const take = (file: File) => {
    const isSame = file.size === one.size && file.name.slice(-200) === one.filename
    setOther(!isSame)
    if (isSame) void beginUpload(one.id, file, one.uploaded)
  }
  return (
    <section className={page.card} aria-labelledby="view-title">
      <ViewTitle view={upload ? 'sending' : 'interrupted'}>
        {t(upload ? 'imports.uploading' : 'imports.interrupted')}
      </ViewTitle>
      <ProgressBar
        label={one.filename}
        value={uploaded}
        maxValue={one.size}
        valueLabel={t('imports.uploaded', said)}
        styles={style({ width: 'full', maxWidth: 560 })}
      />
      <p role="status" className={page.quiet}>
        {upload?.phase === 'waiting' && t('imports.uploading.waiting')}
        {upload?.phase === 'sending' && t('imports.uploading.stay')}
      </p>
      {upload?.phase === 'failed' && (
        <ProblemNote problem={upload.problem} title={t('imports.upload.failed')} />
      )}
      {!upload && mayWrite && (
        <>
          {isOther && (
            <p role="alert" className={css.wrong}>
              {t('imports.interrupted.other', said)}
            </p>
          )}
          <FileDrop
            title={t('imports.interrupted.drop', said)}
            help={t('imports.interrupted.help', said)}
            onFile={take}
          />
        </>
      )}
      <ButtonGroup>
        {upload?.phase === 'failed' && (
          <Button variant="accent" onPress={upload.goOn}>
            {t('imports.upload.goOn')}
          </Button>
        )}
        {remove && (
          <Button variant="secondary" onPress={remove.run}>
            {t('imports.upload.cancel')}
          </Button>
        )}
      </ButtonGroup>
    </section>
  )
}
