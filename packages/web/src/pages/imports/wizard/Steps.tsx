import { useText } from '../../../text.ts'
import css from '../imports.module.css'
import type { ImportStep } from '../search.ts'

interface Props {
  steps: readonly ImportStep[]
  current: ImportStep
  /** The last one that can be gone to. */
  last: number
  onStep: (step: ImportStep) => void
}

/** Where in the preparation the person is, and the way back and forth. */
export function Steps({ steps, current, last, onStep }: Props) {
  const t = useText()
  const at = steps.indexOf(current)
  return (
    <nav aria-label={t('imports.steps')}>
      <ol className={css.steps}>
        {steps.map((step, place) => (
          <li key={step} data-done={place < at}>
            <button
              type="button"
              aria-current={step === current ? 'step' : undefined}
              disabled={place > last}
              onClick={() => step !== current && onStep(step)}
            >
              <span aria-hidden="true">{place + 1}</span>
              <b>{t(`imports.step.${step}`)}</b>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}
