import { changePassword } from '@chappe/core/api/session'
import { Button, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type FormEvent, useRef, useState } from 'react'
import { useAction } from '../../data.ts'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { Section } from '../../parts/Section.tsx'
import { notify } from '../../parts/toast.ts'
import { useText } from '../../text.ts'
import { type PasswordFault, type PasswordField, passwordFaults, shortestPassword } from './password.ts'

const fields = ['current', 'next', 'repeated'] as const

/** The fields are uncontrolled so that password managers can fill them and offer a new password. */
export function PasswordForm({ email }: { email: string }) {
  const t = useText()
  const form = useRef<HTMLFormElement>(null)
  const change = useAction(changePassword, { makesStale: [] })
  const [faults, setFaults] = useState<Partial<Record<PasswordField, PasswordFault>>>({})

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = new FormData(event.currentTarget)
    const value = (field: PasswordField) => String(given.get(field) ?? '')
    const wrong = passwordFaults({
      current: value('current'),
      next: value('next'),
      repeated: value('repeated'),
    })
    setFaults(wrong)
    const first = fields.find((field) => wrong[field])
    if (first) {
      form.current?.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus()
      return
    }
    change.mutate(
      { body: { current: value('current'), next: value('next') } },
      {
        onSuccess: () => {
          form.current?.reset()
          notify.positive(t('account.password.done'))
        },
      },
    )
  }
  return (
    <Section title={t('account.password')} lead={t('account.password.lead')}>
      <form ref={form} onSubmit={submit} noValidate className={style({ display: 'grid', gap: 20 })}>
        <ProblemNote problem={change.error} />
        {/* Tells password managers whose password this is. */}
        <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
        {fields.map((field) => {
          const fault = faults[field]
          return (
            <TextField
              key={field}
              name={field}
              type="password"
              autoComplete={field === 'current' ? 'current-password' : 'new-password'}
              label={t(`account.password.${field}`)}
              isInvalid={fault !== undefined}
              errorMessage={fault && t(`account.fault.${fault}`, { count: shortestPassword })}
              description={
                field === 'next' ? t('account.password.help', { count: shortestPassword }) : undefined
              }
              onChange={() => setFaults(({ [field]: _, ...others }) => others)}
              styles={style({ width: { default: 'full', sm: 320 } })}
            />
          )
        })}
        <div>
          <Button type="submit" variant="accent" isPending={change.isPending}>
            {t('account.password.submit')}
          </Button>
        </div>
      </form>
    </Section>
  )
}
