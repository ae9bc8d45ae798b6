import './sign-in.css'
import { signIn } from '@chappe/core/api/session'
import { Button, TextField } from '@react-spectrum/s2'
import { useRouter, useSearch } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useAction } from '../../data.ts'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { adoptSession } from '../../session.ts'
import { ColorSchemeMenu, LanguageMenu } from '../../shell/LookMenus.tsx'
import { useText } from '../../text.ts'

export function SignInPage() {
  const t = useText()
  const router = useRouter()
  const { from } = useSearch({ from: '/sign-in' })
  const action = useAction(signIn, { makesStale: [] })
  const [missing, setMissing] = useState<{ email?: boolean; password?: boolean }>({})
  const form = useRef<HTMLFormElement>(null)

  useEffect(() => {
    document.title = `${t('signIn.title')} – Chappe`
  }, [t])

  // The fields are uncontrolled: a password manager may fill them without any event that React sees.
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = new FormData(event.currentTarget)
    const email = String(given.get('email') ?? '').trim()
    const password = String(given.get('password') ?? '')
    setMissing({ email: email === '', password: password === '' })
    if (email === '' || password === '') {
      form.current
        ?.querySelector<HTMLInputElement>(email === '' ? '[name=email]' : '[name=password]')
        ?.focus()
      return
    }
    action.mutate(
      { body: { email, password } },
      {
        onSuccess: (session) => {
          adoptSession(session)
          router.history.replace(from ?? '/')
        },
        onError: () => form.current?.querySelector<HTMLInputElement>('[name=password]')?.select(),
      },
    )
  }

  return (
    <div className="sign-in">
      <div className="sign-in-tools">
        <LanguageMenu />
        <ColorSchemeMenu />
      </div>
      <main>
        <p className="sign-in-wordmark">Chappe</p>
        <h1>{t('signIn.title')}</h1>
        {from && <p className="sign-in-hint">{t('signIn.comeBack')}</p>}
        <ProblemNote problem={action.error} />
        <form ref={form} onSubmit={submit} noValidate>
          <TextField
            name="email"
            type="email"
            autoComplete="username"
            label={t('signIn.email')}
            size="L"
            autoFocus
            isInvalid={missing.email === true}
            errorMessage={t('signIn.email.missing')}
            onChange={() => setMissing((now) => ({ ...now, email: false }))}
          />
          <TextField
            name="password"
            type="password"
            autoComplete="current-password"
            label={t('signIn.password')}
            size="L"
            isInvalid={missing.password === true}
            errorMessage={t('signIn.password.missing')}
            onChange={() => setMissing((now) => ({ ...now, password: false }))}
          />
          <Button type="submit" variant="accent" size="L" isPending={action.isPending}>
            {t('signIn.submit')}
          </Button>
        </form>
        <p className="sign-in-hint">{t('signIn.forgotten')}</p>
      </main>
    </div>
  )
}
