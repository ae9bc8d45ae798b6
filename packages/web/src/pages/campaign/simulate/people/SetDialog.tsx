import { createSampleSet, listSampleSets, saveSampleSet } from '@chappe/core/api/simulations'
import { type SampleSet, simulationLimits } from '@chappe/core/simulation/schema'
import { useAction } from '../../../../data.ts'
import { NameDialog } from '../../../../parts/NameDialog.tsx'
import { useText } from '../../../../text.ts'

const makesStale = [listSampleSets]

interface Props {
  campaignId: string
  onDone: (set: SampleSet) => void
  onClose: () => void
}

/** Keeps samples as a set of a name. */
export function KeepSetDialog({ campaignId, samples, onDone, onClose }: Props & Pick<SampleSet, 'samples'>) {
  const t = useText()
  const create = useAction(createSampleSet, { makesStale })
  return (
    <NameDialog
      title={t('simulate.set.new')}
      label={t('simulate.set.name')}
      description={t('simulate.set.name.help')}
      most={simulationLimits.setName}
      isPending={create.isPending}
      problem={create.error}
      onName={(name) =>
        create.mutate({ params: { id: campaignId }, body: { name, samples } }, { onSuccess: onDone })
      }
      onClose={onClose}
    />
  )
}

/** Names a set that is there. */
export function RenameSetDialog({ campaignId, set, onDone, onClose }: Props & { set: SampleSet }) {
  const t = useText()
  const save = useAction(saveSampleSet, { makesStale })
  const { samples, revision } = set
  return (
    <NameDialog
      title={t('simulate.set.rename')}
      label={t('simulate.set.name')}
      description={t('simulate.set.name.help')}
      name={set.name}
      most={simulationLimits.setName}
      isPending={save.isPending}
      problem={save.error}
      onName={(name) =>
        save.mutate(
          { params: { id: campaignId, setId: set.id }, body: { name, samples, revision } },
          { onSuccess: onDone },
        )
      }
      onClose={onClose}
    />
  )
}
