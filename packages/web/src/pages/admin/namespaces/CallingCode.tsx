import { getIdentitySettings, IdentitySettings, saveIdentitySettings } from '@chappe/core/api/namespaces'
import { Button, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type FormEvent, useState } from 'react'
import { useAction, useEndpoint } from '../../../data.ts'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { notify } from '../../../parts/toast.ts'
import { useText } from '../../../text.ts'

/** What completes telephone numbers that come without the code of their country. */
export function CallingCode({ mayWrite }: { mayWrite: boolean }) {
  const settings = useEndpoint(getIdentitySettings, {})
  if (!settings.data) return <ProblemNote problem={settings.error} />
  const code = settings.data.defaultCallingCode ?? ''
  return <Form code={code} mayWrite={mayWrite} />
}

function Form({ code, mayWrite }: { code: string; mayWrite: boolean }) {
  const t = useText()
  const save = useAction(saveIdentitySettings, { makesStale: [getIdentitySettings] })
  const [changed, setTyped] = useState<string>()
  const typed = changed ?? code
  const body = { defaultCallingCode: typed.trim().replace(/^(\+|00)/, '') || null }
  const isWrong = !IdentitySettings.safeParse(body).success
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isWrong) return
    const onSuccess = () => {
      setTyped((now) => (now === changed ? undefined : now))
      notify.positive(t('namespaces.code.saved'))
    }
    save.mutate({ body }, { onSuccess })
  }
  return (
    <form className="admin-inline" onSubmit={submit} noValidate>
      <ProblemNote problem={save.error} />
      <TextField
        label={t('namespaces.code')}
        description={t('namespaces.code.help')}
        value={typed}
        onChange={setTyped}
        isReadOnly={!mayWrite}
        isInvalid={isWrong}
        errorMessage={t('namespaces.code.wrong')}
        inputMode="tel"
        maxLength={6}
        autoComplete="off"
        styles={style({ width: { default: 'full', sm: 384 } })}
      />
      {mayWrite && typed !== code && (
        <Button variant="secondary" type="submit" isDisabled={isWrong} isPending={save.isPending}>
          {t('common.save')}
        </Button>
      )}
    </form>
  )
}
