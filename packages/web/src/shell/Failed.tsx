import { Button, Link } from '@react-spectrum/s2'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { Page } from '../parts/Page.tsx'
import { ProblemNote } from '../parts/ProblemNote.tsx'
import { useText } from '../text.ts'

/** A page that could not be shown; it stands inside the shell, beside the way to the others. */
export function FailedPage({ error, reset }: ErrorComponentProps) {
  const t = useText()
  return (
    <Page title={t('common.failed.title')}>
      <ProblemNote problem={error} />
      <div>
        <Button variant="secondary" onPress={reset}>
          {t('common.retry')}
        </Button>
      </div>
    </Page>
  )
}

export const FailedAltogether = (props: ErrorComponentProps) => (
  <main>
    <FailedPage {...props} />
  </main>
)

export function NoSuchPage() {
  const t = useText()
  return (
    <main>
      <Page title={t('common.noSuchPage.title')} lead={t('common.noSuchPage.body')}>
        <div>
          <Link href={{ to: '/' }}>{t('nav.home')}</Link>
        </div>
      </Page>
    </main>
  )
}
