import {
  actOnConfiguration,
  createConfiguration,
  getConfiguration,
  listConfigurations,
  saveConfiguration,
} from '@chappe/core/api/configurations'
import type {
  ChannelConfiguration,
  ConfigurationAction,
  ProviderDescription,
} from '@chappe/core/configuration/schema'
import { mostSeeds } from '@chappe/core/configuration/schema'
import { useState } from 'react'
import { keyOf, queryClient, useAction } from '../../../data.ts'
import { ApiProblem, mistakesByField } from '../../../problem.ts'
import { useText } from '../../../text.ts'
import { bodyOf, type ConfigurationForm, emptyForm, faultsIn, formOf, isSame } from './form.ts'
import { notAnAddress } from './seeds.ts'

const isStale = (error: unknown) => error instanceof ApiProblem && error.type === 'request/stale'

/**
 * The form of a configuration: what was read, what was changed, what is wrong with it, and the way to save it.
 * `stored` may be read again at any time; a version newer than the one in the form is a conflict unless nothing
 * was changed here.
 */
export function useConfigurationForm(
  stored: ChannelConfiguration | undefined,
  providers: readonly ProviderDescription[],
) {
  const t = useText()
  const [base, setBase] = useState(stored)
  const firstKind = providers[0]?.kind ?? ''
  const [form, setForm] = useState<ConfigurationForm>(() => (stored ? formOf(stored) : emptyForm(firstKind)))
  const [wasAsked, setAsked] = useState(false)
  const create = useAction(createConfiguration, { makesStale: [listConfigurations] })
  const save = useAction(saveConfiguration, { makesStale: [listConfigurations] })
  const act = useAction(actOnConfiguration, { makesStale: [listConfigurations] })

  const isDirty = !isSame(form, base ? formOf(base) : emptyForm(firstKind))
  const isNewer = stored !== undefined && base !== undefined && stored.revision > base.revision

  /** Shows the stored version, whatever was changed here but after it was sent. */
  const take = (configuration: ChannelConfiguration, sent?: ConfigurationForm) => {
    queryClient.setQueryData(keyOf(getConfiguration, { params: { id: configuration.id } }), configuration)
    setBase(configuration)
    setForm((now) => (sent === undefined || now === sent ? formOf(configuration) : now))
    setAsked(false)
    save.reset()
  }
  if (isNewer && !isDirty) {
    setBase(stored)
    setForm(formOf(stored))
  }

  const faults = faultsIn(
    form,
    providers.find(({ kind }) => kind === form.provider.kind),
  )
  const said = { entry: notAnAddress(form.settings.seedList) ?? '', most: mostSeeds }
  const own = Object.entries(faults).map(
    ([field, fault]) => [field, t(`admin.fault.${fault}`, said)] as const,
  )
  const problem = create.error ?? save.error ?? act.error
  /** By field, `settings.senderEmail`. Our own faults show once saving was tried; the server's always. */
  const mistakes: Record<string, string> = {
    ...mistakesByField(problem),
    ...(wasAsked && Object.fromEntries(own)),
  }

  /** Saves; answers the stored configuration, or undefined when something is wrong (then it is on the screen). */
  const commit = async (): Promise<ChannelConfiguration | undefined> => {
    setAsked(true)
    if (own.length > 0) return undefined
    act.reset()
    try {
      const saved = base
        ? await save.mutateAsync({
            params: { id: base.id },
            body: { ...bodyOf(form), revision: base.revision },
          })
        : await create.mutateAsync({ body: bodyOf(form) })
      take(saved, form)
      return saved
    } catch (error) {
      // Reads the other person's version, which the page then offers.
      if (isStale(error)) await queryClient.invalidateQueries({ queryKey: keyOf(getConfiguration) })
      return undefined
    }
  }
  const perform = async (action: ConfigurationAction): Promise<ChannelConfiguration | undefined> => {
    const saved = isDirty ? await commit() : base
    if (!saved) return undefined
    try {
      const changed = await act.mutateAsync({ params: { id: saved.id, action } })
      take(changed, form)
      return changed
    } catch {
      return undefined
    }
  }

  return {
    ...{ base, form, setForm, isDirty, mistakes, commit, perform, take },
    isNewer: isNewer && isDirty,
    /** The note about the newer version says more than the server's refusal. */
    problem: isNewer && isStale(problem) ? null : problem,
    isSaving: create.isPending || save.isPending,
    isActing: act.isPending,
  }
}
