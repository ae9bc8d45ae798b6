import type { Scope } from '@chappe/core/access/scopes'
import Collection from '@react-spectrum/s2/icons/Collection'
import Email from '@react-spectrum/s2/icons/Email'
import Flag from '@react-spectrum/s2/icons/Flag'
import Hand from '@react-spectrum/s2/icons/Hand'
import Home from '@react-spectrum/s2/icons/Home'
import Key from '@react-spectrum/s2/icons/Key'
import PluginGear from '@react-spectrum/s2/icons/PluginGear'
import Properties from '@react-spectrum/s2/icons/Properties'
import Send from '@react-spectrum/s2/icons/Send'
import Tag from '@react-spectrum/s2/icons/Tag'
import Template from '@react-spectrum/s2/icons/Template'
import Translate from '@react-spectrum/s2/icons/Translate'
import Undo from '@react-spectrum/s2/icons/Undo'
import UploadToCloud from '@react-spectrum/s2/icons/UploadToCloud'
import User from '@react-spectrum/s2/icons/User'
import UserGroup from '@react-spectrum/s2/icons/UserGroup'
import UserLock from '@react-spectrum/s2/icons/UserLock'
import UserSettings from '@react-spectrum/s2/icons/UserSettings'
import { Link, type ToOptions } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import type { MessageId } from '../messages/index.ts'
import { useSession } from '../session.ts'
import { useText } from '../text.ts'

interface Entry {
  to: NonNullable<ToOptions['to']>
  label: MessageId
  icon: ComponentType
  needs?: Scope
}

const groups: { title?: MessageId; entries: Entry[] }[] = [
  { entries: [{ to: '/', label: 'nav.home', icon: Home }] },
  {
    title: 'nav.management',
    entries: [
      { to: '/campaigns', label: 'nav.campaigns', icon: Send, needs: 'campaigns:read' },
      { to: '/inbox', label: 'nav.inbox', icon: Email, needs: 'inbox:read' },
    ],
  },
  {
    title: 'nav.people',
    entries: [
      { to: '/profiles', label: 'nav.profiles', icon: User, needs: 'profiles:read' },
      { to: '/audiences', label: 'nav.audiences', icon: UserGroup, needs: 'audiences:read' },
      { to: '/imports', label: 'nav.imports', icon: UploadToCloud, needs: 'profiles:read' },
    ],
  },
  {
    title: 'nav.content',
    entries: [
      { to: '/templates', label: 'nav.templates', icon: Template, needs: 'content:read' },
      { to: '/fragments', label: 'nav.fragments', icon: Collection, needs: 'content:read' },
    ],
  },
  {
    title: 'nav.administration',
    entries: [
      {
        to: '/admin/configurations',
        label: 'nav.configurations',
        icon: PluginGear,
        needs: 'configurations:read',
      },
      { to: '/admin/clients', label: 'nav.clients', icon: Key, needs: 'clients:read' },
      { to: '/admin/languages', label: 'nav.languages', icon: Translate, needs: 'content:read' },
      { to: '/admin/profile-fields', label: 'fields.title', icon: Properties, needs: 'profiles:read' },
      {
        to: '/admin/identity-namespaces',
        label: 'namespaces.title',
        icon: UserSettings,
        needs: 'profiles:read',
      },
      { to: '/admin/event-types', label: 'eventTypes.title', icon: Flag, needs: 'profiles:read' },
      { to: '/admin/topics', label: 'topics.title', icon: Tag, needs: 'profiles:read' },
      { to: '/admin/consent', label: 'consent.title', icon: Hand, needs: 'profiles:read' },
      {
        to: '/admin/feedback-sources',
        label: 'admin.sources.title',
        icon: Undo,
        needs: 'configurations:read',
      },
      { to: '/admin/suppressions', label: 'nav.suppressions', icon: UserLock, needs: 'suppressions:read' },
    ],
  },
]

interface Props {
  isOpen: boolean
  onClose: () => void
}

/** The way to every part that the person may see. On narrow screens it opens under the header. */
export function Navigation({ isOpen, onClose }: Props) {
  const t = useText()
  const { scopes } = useSession()
  const visible = groups
    .map(({ title, entries }) => ({
      title,
      entries: entries.filter(({ needs }) => !needs || scopes.includes(needs)),
    }))
    .filter(({ entries }) => entries.length > 0)

  return (
    <nav
      id="navigation"
      className="navigation"
      data-open={isOpen}
      aria-label={t('nav.label')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      {visible.map(({ title, entries }) => (
        <div key={title ?? 'top'}>
          {title && <h2>{t(title)}</h2>}
          <ul>
            {entries.map(({ to, label, icon: Icon }) => (
              <li key={label}>
                <Link to={to} activeOptions={{ exact: to === '/' }} onClick={onClose}>
                  <Icon />
                  <span>{t(label)}</span>
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
