import { useText } from '../../../text.ts'
import { namespaceName } from '../rule/useNames.ts'
import css from './page.module.css'

interface Props {
  identities: readonly { readonly namespace: string; readonly value: string }[]
}

const most = 3

/** The identities of a person; those that are no addresses with their kind. */
export function Identities({ identities }: Props) {
  const t = useText()
  if (identities.length === 0) return <span className={css.identities}>{t('audiences.identities.none')}</span>
  return (
    <span className={css.identities}>
      {identities.slice(0, most).map(({ namespace, value }) => (
        <span key={`${namespace} ${value}`}>
          {namespace !== 'email' && <em>{namespaceName(t, namespace) ?? namespace} </em>}
          {value}
        </span>
      ))}
      {identities.length > most && (
        <span>{t('audiences.identities.more', { count: identities.length - most })}</span>
      )}
    </span>
  )
}
