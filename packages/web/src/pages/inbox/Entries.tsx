import type { listInboxEntries } from '@chappe/core/api/inbox'
import { Link } from '@tanstack/react-router'
import type { KeyboardEvent } from 'react'
import type { Reply } from '../../api.ts'
import { When } from '../../parts/When.tsx'
import { useText } from '../../text.ts'
import css from './inbox.module.css'

type Entry = Reply<typeof listInboxEntries>['items'][number]

interface Props {
  items: readonly Entry[]
  opened: string | undefined
  search: string
}

/** The lines of the mailbox. Arrow keys go from one to the next. */
export function Entries({ items, opened, search }: Props) {
  const t = useText()
  return (
    <ul className={css.entries} aria-label={t('inbox.messages')} onKeyDown={walk}>
      {items.map(({ id, to, from, subject, receivedAt }) => (
        <li key={id}>
          <Link
            to="/inbox/$id"
            params={{ id }}
            search={search === '' ? {} : { q: search }}
            className={css.entry}
            aria-current={id === opened ? 'page' : undefined}
            preload={false}
            resetScroll={false}
          >
            <span className={css.to}>{to}</span>
            <span className={css.time}>
              <When instant={receivedAt} as="relative" />
            </span>
            <span className={css.subject}>{subject || t('inbox.noSubject')}</span>
            <span className={css.from}>{from}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

const steps: Readonly<Record<string, 'nextElementSibling' | 'previousElementSibling'>> = {
  ArrowDown: 'nextElementSibling',
  ArrowUp: 'previousElementSibling',
}

function walk(event: KeyboardEvent<HTMLUListElement>) {
  const step = steps[event.key]
  const line = (event.target as HTMLElement).closest('li')
  if (!step || !line) return
  event.preventDefault()
  line[step]?.querySelector('a')?.focus()
}
