import { createImport, listImports } from '@chappe/core/api/imports'
import { importLimits } from '@chappe/core/import/schema'
import { Link } from '@react-spectrum/s2'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAction } from '../../data.ts'
import { Loading } from '../../parts/Loading.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import page from '../campaign/campaign.module.css'
import { sayBytes } from './amounts.ts'
import css from './imports.module.css'
import { FileDrop } from './upload/FileDrop.tsx'
import { beginUpload } from './upload/uploads.ts'

export function BackToImports() {
  const t = useText()
  return (
    <Link href={{ to: '/imports', search: {} }} isStandalone variant="secondary">
      {t('nav.imports')}
    </Link>
  )
}

/** The beginning of an import: its file. */
export function NewImportPage() {
  const t = useText()
  const navigate = useNavigate()
  const mayWrite = useMay('profiles:write')
  const create = useAction(createImport, { makesStale: [listImports] })
  const [refused, setRefused] = useState<'empty' | 'tooLarge'>()
  const most = sayBytes(importLimits.file, t.locale)

  const take = (file: File) => {
    const refusal = file.size === 0 ? 'empty' : file.size > importLimits.file ? 'tooLarge' : undefined
    setRefused(refusal)
    if (refusal || create.isPending) return
    create.mutate(
      { body: { filename: file.name.slice(-200), size: file.size } },
      {
        onSuccess: ({ id }) => {
          void beginUpload(id, file, 0)
          void navigate({ to: '/imports/$id', params: { id }, search: {}, replace: true })
        },
      },
    )
  }
  return (
    <Page title={t('imports.new')} lead={t('imports.new.lead')} above={<BackToImports />}>
      <div className={css.view}>
        {!mayWrite && <p className={page.quiet}>{t('imports.mayNot')}</p>}
        <ProblemNote problem={create.error} />
        {refused && (
          <p role="alert" className={css.wrong}>
            {t(`imports.refused.${refused}`, { most })}
          </p>
        )}
        {mayWrite && !create.isPending && (
          <>
            <FileDrop title={t('imports.drop')} help={t('imports.drop.help', { most })} onFile={take} />
            <section className={css.hints}>
              <h2>{t('imports.hints')}</h2>
              <ul>
                {(['identity', 'repeat', 'trial', 'consent'] as const).map((one) => (
                  <li key={one}>{t(`imports.hints.${one}`)}</li>
                ))}
              </ul>
            </section>
          </>
        )}
        {create.isPending && <Loading lines={2} />}
      </div>
    </Page>
  )
}
