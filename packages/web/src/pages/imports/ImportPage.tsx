import { getImport } from '@chappe/core/api/imports'
import type { Import } from '@chappe/core/import/schema'
import { getRouteApi } from '@tanstack/react-router'
import { useEndpoint } from '../../data.ts'
import { Loading } from '../../parts/Loading.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { When } from '../../parts/When.tsx'
import { useText } from '../../text.ts'
import library from '../audiences/page/page.module.css'
import { CardMenu } from '../templates/useTemplateMenu.tsx'
import { sayBytes } from './amounts.ts'
import css from './imports.module.css'
import { BackToImports } from './NewImportPage.tsx'
import { Outcome } from './run/Outcome.tsx'
import { Running } from './run/Running.tsx'
import { Uploading } from './upload/Uploading.tsx'
import { useImportCommands } from './useImportCommands.ts'
import { Views } from './ViewTitle.tsx'
import { Wizard } from './wizard/Wizard.tsx'
import { ImportStatusDot } from './words.tsx'

const route = getRouteApi('/app/imports/$id')

const pace: Partial<Record<Import['status'], number>> = { running: 1_000, uploading: 3_000 }

/** One import: on its way here, being prepared, going on, or over. */
export function ImportPage() {
  const { id } = route.useParams()
  const one = useEndpoint(
    getImport,
    { params: { id } },
    { refetchInterval: ({ state }) => (state.data && pace[state.data.status]) ?? false },
  )
  if (one.data) return <Opened key={id} one={one.data} problem={one.error} />
  return (
    <Page title="" above={<BackToImports />}>
      {one.error ? <ProblemNote problem={one.error} /> : <Loading lines={6} />}
    </Page>
  )
}

function Opened({ one, problem }: { one: Import; problem: unknown }) {
  const { step = 'file' } = route.useSearch()
  const { status } = one
  // The other commands are buttons of the views.
  const remove = useImportCommands()(one).get('remove')
  return (
    <Page
      title={one.name}
      above={<BackToImports />}
      beside={<ImportStatusDot one={one} />}
      lead={<Facts one={one} />}
      actions={<CardMenu name={one.name} entries={remove ? [remove] : []} />}
    >
      <div className={css.view}>
        <Views>
          <ProblemNote problem={problem} />
          {status === 'uploading' && <Uploading one={one} />}
          {status === 'ready' && <Wizard one={one} step={step} />}
          {status === 'running' && <Running one={one} />}
          {(status === 'complete' || status === 'cancelled' || status === 'failed') && <Outcome one={one} />}
        </Views>
      </div>
    </Page>
  )
}

function Facts({ one }: { one: Import }) {
  const t = useText()
  const { filename, name, size, createdAt, createdBy } = one
  return (
    <span className={library.facts}>
      {filename !== name && <span>{filename}</span>}
      <span>{sayBytes(size, t.locale)}</span>
      <span>
        {t('imports.by', { who: createdBy })}, <When instant={createdAt} />
      </span>
    </span>
  )
}
