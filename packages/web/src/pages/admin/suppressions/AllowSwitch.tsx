import { getSuppressionSettings, listAllowed, saveSuppressionSettings } from '@chappe/core/api/suppressions'
import { Switch } from '@react-spectrum/s2'
import { useAction, useEndpoint } from '../../../data.ts'
import { useConfirm } from '../../../parts/Confirm.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { notify } from '../../../parts/toast.ts'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'

/** What the allow list is for, and whether it is on. Both ways are asked about: they change who receives. */
export function AllowSwitch() {
  const t = useText()
  const confirm = useConfirm()
  const mayWrite = useMay('suppressions:write')
  const settings = useEndpoint(getSuppressionSettings, {})
  // Of the whole list, whatever filter is set below.
  const list = useEndpoint(listAllowed, { query: { limit: 1 } })
  const save = useAction(saveSuppressionSettings, { makesStale: [getSuppressionSettings] })

  const turn = async (allowListActive: boolean) => {
    const way = allowListActive ? 'on' : 'off'
    const sure = await confirm({
      title: t(`admin.allowed.switch.${way}.title`),
      body:
        way === 'on'
          ? t('admin.allowed.switch.on.body', { count: list.data?.total ?? 0 })
          : t('admin.allowed.switch.off.body'),
      action: t(`admin.allowed.switch.${way}.action`),
    })
    if (!sure) return
    save.mutate(
      { body: { allowListActive } },
      {
        onSuccess: () =>
          notify.positive(t(allowListActive ? 'admin.allowed.turnedOn' : 'admin.allowed.turnedOff')),
      },
    )
  }
  return (
    <>
      <div className="lists-switch">
        <p id="allow-list-help">{t('admin.allowed.lead')}</p>
        <Switch
          isSelected={(save.isPending ? save.variables.body : settings.data)?.allowListActive ?? false}
          isDisabled={!settings.isSuccess || !list.isSuccess}
          isReadOnly={!mayWrite || save.isPending}
          aria-describedby="allow-list-help"
          onChange={(on) => void turn(on)}
        >
          {t('admin.allowed.switch')}
        </Switch>
      </div>
      <ProblemNote problem={settings.error ?? save.error} />
    </>
  )
}
