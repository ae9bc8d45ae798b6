import { parse } from '@chappe/core/template/parse'
import { Button, ButtonGroup, Content, Dialog, Heading, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { DialogContainer } from '../../parts/DialogContainer.tsx'
import { useText } from '../../text.ts'
import css from '../fields/fields.module.css'
import { WordPicker } from '../fields/WordPicker.tsx'
import type { Chip } from './chip.ts'

interface Props {
  /** The chip that is opened, an empty one for a new one; null: the dialog is closed. */
  readonly chip: Chip | null
  readonly isNew: boolean
  readonly onClose: () => void
  readonly onSave: (chip: Chip) => void
  readonly onRemove: () => void
}

/** Whether the expression stands for one value: what `{{ … }}` may hold. */
function isExpression(expression: string): boolean {
  const parsed = parse(`{{ ${expression} }}`)
  return parsed.ok && parsed.ast.nodes.length === 1 && parsed.ast.nodes[0]?.kind === 'output'
}

/** The dialog of a personalization chip: what it shows, and what stands there when that is empty. */
export function TokenDialog({ chip, isNew, onClose, onSave, onRemove }: Props) {
  const t = useText()
  return (
    <DialogContainer onDismiss={onClose}>
      {chip && (
        <Dialog size="S">
          {({ close }) => (
            <>
              <Heading slot="title">{t(isNew ? 'designer.chip.insert' : 'designer.chip.edit')}</Heading>
              <Content>
                <ChipForm
                  chip={chip}
                  onSave={(next) => {
                    onSave(next)
                    close()
                  }}
                />
              </Content>
              <ButtonGroup>
                {!isNew && (
                  <Button
                    variant="secondary"
                    onPress={() => {
                      onRemove()
                      close()
                    }}
                  >
                    {t('common.delete')}
                  </Button>
                )}
                <Button variant="secondary" onPress={close}>
                  {t('common.cancel')}
                </Button>
                <Button variant="accent" type="submit" form="designer-chip">
                  {t(isNew ? 'designer.insert' : 'designer.apply')}
                </Button>
              </ButtonGroup>
            </>
          )}
        </Dialog>
      )}
    </DialogContainer>
  )
}

function ChipForm({ chip, onSave }: { chip: Chip; onSave: (chip: Chip) => void }) {
  const t = useText()
  const [expression, setExpression] = useState(chip.expression)
  const [fallback, setFallback] = useState(chip.fallback)
  const [wasSent, setSent] = useState(false)
  const isGood = isExpression(expression)
  return (
    <form
      id="designer-chip"
      className={css.group}
      onSubmit={(event) => {
        event.preventDefault()
        // A dialog is inside the canvas as far as React is concerned.
        event.stopPropagation()
        setSent(true)
        if (isGood) onSave({ expression: expression.trim(), fallback })
      }}
    >
      <div className={css.withButton} data-help>
        <TextField
          label={t('designer.chip.expression')}
          description={t('designer.chip.expression.help')}
          value={expression}
          onChange={setExpression}
          autoFocus
          isRequired
          validationBehavior="aria"
          isInvalid={wasSent && !isGood}
          errorMessage={t('designer.chip.expression.wrong')}
          styles={style({ width: 'full' })}
        />
        <div className={css.buttons}>
          <WordPicker onPick={({ name }) => setExpression(name)} />
          <WordPicker
            kinds={['function']}
            label={t('designer.chip.function')}
            sign="ƒ"
            onPick={({ name }) => setExpression((now) => `${name}(${now.trim()})`)}
          />
        </div>
      </div>
      <TextField
        label={t('designer.chip.fallback')}
        description={t('designer.chip.fallback.help')}
        value={fallback}
        onChange={setFallback}
        styles={style({ width: 'full' })}
      />
    </form>
  )
}
