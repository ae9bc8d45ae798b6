import { signOut } from '@chappe/core/api/session'
import {
  ActionButton,
  Header,
  Heading,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Text,
} from '@react-spectrum/s2'
import Leave from '@react-spectrum/s2/icons/Leave'
import UserSettings from '@react-spectrum/s2/icons/UserSettings'
import { useRouter } from '@tanstack/react-router'
import { call } from '../api.ts'
import { queryClient } from '../data.ts'
import { tell } from '../parts/tell.ts'
import { notify } from '../parts/toast.ts'
import { useSession } from '../session.ts'
import { useText } from '../text.ts'
import { initialsOf } from './initials.ts'

export function AccountMenu() {
  const t = useText()
  const router = useRouter()
  const { person, organization } = useSession()

  const leave = async () => {
    try {
      await call(signOut, {})
    } catch (error) {
      notify.negative(tell(t, error).title)
      return
    }
    await router.navigate({ to: '/sign-in' })
    queryClient.clear()
  }

  return (
    <MenuTrigger align="end">
      <ActionButton isQuiet aria-label={t('shell.account', { name: person.name || person.email })}>
        <span className="initials" aria-hidden="true">
          {initialsOf(person.name || person.email)}
        </span>
      </ActionButton>
      <Menu aria-label={t('shell.account', { name: person.name || person.email })}>
        <MenuSection>
          <Header>
            <Heading>{person.name || person.email}</Heading>
            <Text slot="description">
              {person.email} · {organization.name} · {t(`role.${person.role}`)}
            </Text>
          </Header>
          <MenuItem href={{ to: '/account' }} textValue={t('nav.account')}>
            <UserSettings />
            <Text slot="label">{t('nav.account')}</Text>
          </MenuItem>
          <MenuItem onAction={() => void leave()} textValue={t('shell.signOut')}>
            <Leave />
            <Text slot="label">{t('shell.signOut')}</Text>
          </MenuItem>
        </MenuSection>
      </Menu>
    </MenuTrigger>
  )
}
