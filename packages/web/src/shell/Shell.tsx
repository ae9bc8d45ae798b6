import './shell.css'
import { Outlet, useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useText } from '../text.ts'
import { Header } from './Header.tsx'
import { Navigation } from './Navigation.tsx'

/** The frame of every page behind sign-in: header, navigation, content. */
export function Shell() {
  const t = useText()
  const router = useRouter()
  const [navigationOpen, setNavigationOpen] = useState(false)

  // A new page begins at its heading, for eyes (scroll) and for screen readers (focus).
  useEffect(
    () =>
      router.subscribe('onResolved', ({ pathChanged, fromLocation }) => {
        if (!pathChanged || !fromLocation) return
        setNavigationOpen(false)
        const start = document.getElementById('page-title') ?? document.getElementById('main')
        start?.focus({ preventScroll: true })
      }),
    [router],
  )

  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('shell.skip')}
      </a>
      <Header navigationOpen={navigationOpen} onNavigationOpen={setNavigationOpen} />
      <Navigation isOpen={navigationOpen} onClose={() => setNavigationOpen(false)} />
      <main id="main" tabIndex={-1} data-scroll-restoration-id="main">
        <Outlet />
      </main>
    </div>
  )
}
