import { ActionButton } from '@react-spectrum/s2'
import MenuHamburger from '@react-spectrum/s2/icons/MenuHamburger'
import { Link } from '@tanstack/react-router'
import { useSession } from '../session.ts'
import { useText } from '../text.ts'
import { AccountMenu } from './AccountMenu.tsx'
import { ColorSchemeMenu, LanguageMenu } from './LookMenus.tsx'

interface Props {
  navigationOpen: boolean
  onNavigationOpen: (open: boolean) => void
}

export function Header({ navigationOpen, onNavigationOpen }: Props) {
  const t = useText()
  const sandbox = useSession().sandboxes[0]
  return (
    <header className="header">
      <span className="header-toggle">
        <ActionButton
          isQuiet
          aria-label={t('nav.toggle')}
          aria-expanded={navigationOpen}
          aria-controls="navigation"
          onPress={() => onNavigationOpen(!navigationOpen)}
        >
          <MenuHamburger />
        </ActionButton>
      </span>
      <Link to="/" className="wordmark">
        Chappe
      </Link>
      {sandbox && (
        <span className="sandbox" title={t('shell.sandbox', { name: sandbox.title })}>
          <span className="sr-only">{t('shell.sandbox', { name: '' })}</span>
          {sandbox.title}
        </span>
      )}
      <div className="header-tools">
        <LanguageMenu />
        <ColorSchemeMenu />
        <AccountMenu />
      </div>
    </header>
  )
}
