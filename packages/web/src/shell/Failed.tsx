import { Page } from '../parts/Page.tsx'
import { ProblemNote } from '../parts/ProblemNote.tsx'
import { useText } from '../text.ts'

export function NoSuchPage() {
  const t = useText()
  return <Page title={t('common.noSuchPage.title')}>{t('common.noSuchPage.body')}</Page>
}

export function FailedPage({ error }: { error: unknown }) {
  const t = useText()
  return (
    <Page title={t('common.failed.title')}>
      <ProblemNote problem={error} />
    </Page>
  )
}
