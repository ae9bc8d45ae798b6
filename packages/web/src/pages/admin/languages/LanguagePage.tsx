import '../admin.css'
import { listLanguageSettings } from '@chappe/core/api/languages'
import { Link } from '@react-spectrum/s2'
import { getRouteApi } from '@tanstack/react-router'
import { useEndpoint } from '../../../data.ts'
import { Loading } from '../../../parts/Loading.tsx'
import { Page } from '../../../parts/Page.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { ApiProblem } from '../../../problem.ts'
import { useText } from '../../../text.ts'
import { LanguageEditor } from './LanguageEditor.tsx'

const route = getRouteApi('/app/admin/languages/$id')

export function BackToLanguages() {
  const t = useText()
  return (
    <Link href={{ to: '/admin/languages' }} isStandalone variant="secondary">
      {t('nav.languages')}
    </Link>
  )
}

/** One group of locales, or a new one. */
export function LanguagePage() {
  const t = useText()
  const { id } = route.useParams()
  const list = useEndpoint(listLanguageSettings, {})
  const stored = list.data?.items.find((one) => one.id === id)
  if (id === 'new' || stored) return <LanguageEditor key={id} stored={stored} />
  const problem =
    list.error ?? (list.isSuccess ? new ApiProblem('language/not-found', { status: 404 }) : null)
  return (
    <Page title={t('nav.languages')} above={<BackToLanguages />}>
      {problem ? <ProblemNote problem={problem} /> : <Loading lines={6} />}
    </Page>
  )
}
