import { type Layout, layouts, type Section } from '@chappe/core/design/schema'
import { Switch } from '@react-spectrum/s2'
import { Radio, RadioGroup } from 'react-aria-components'
import { useText } from '../../text.ts'
import { ColorField } from '../fields/ColorField.tsx'
import { LayoutSign } from '../rails/LayoutSign.tsx'
import { useDesigning } from '../state/Designing.tsx'
import { setLayout } from '../tree/edit.ts'
import type { Column } from '../tree/index-of.ts'
import { newId } from '../tree/make.ts'
import { ConditionField } from './ConditionField.tsx'
import { Group, PaddingFields } from './Fields.tsx'
import css from './properties.module.css'

export function SectionProperties({ section }: { section: Section }) {
  const t = useText()
  const { set, edit, isReadOnly } = useDesigning()
  const change = (values: Partial<Section>, about?: string) => set(section.id, values, about)
  return (
    <>
      <Group title={t('designer.layout')}>
        <RadioGroup
          aria-label={t('designer.layout')}
          className={css.layouts ?? ''}
          value={section.layout}
          isDisabled={isReadOnly}
          onChange={(layout) => edit((design) => setLayout(design, section.id, layout as Layout, newId))}
        >
          {(Object.keys(layouts) as Layout[]).map((layout) => (
            <Radio
              key={layout}
              value={layout}
              aria-label={t(`designer.layout.${layout}`)}
              className={css.layout ?? ''}
            >
              <LayoutSign layout={layout} />
            </Radio>
          ))}
        </RadioGroup>
        {section.columns.length > 1 && (
          <Switch
            isSelected={section.keepOnPhone}
            isDisabled={isReadOnly}
            onChange={(keepOnPhone) => change({ keepOnPhone })}
          >
            {t('designer.keepOnPhone')}
          </Switch>
        )}
      </Group>
      <Group title={t('designer.look')}>
        <ColorField
          label={t('designer.background')}
          value={section.background}
          isOptional
          isDisabled={isReadOnly}
          onChange={(background) => change({ background }, 'background')}
        />
      </Group>
      <Group title={t('designer.showWhen')}>
        <ConditionField
          label={t('designer.condition')}
          help={t('designer.condition.always')}
          value={section.condition}
          onChange={(condition) => change({ condition }, 'condition')}
        />
      </Group>
      <PaddingFields value={section.padding} onChange={(padding) => change({ padding }, 'padding')} />
    </>
  )
}

export function ColumnProperties({ column }: { column: Column }) {
  const t = useText()
  const { set, isReadOnly } = useDesigning()
  return (
    <Group title={t('designer.look')}>
      <ColorField
        label={t('designer.background')}
        value={column.background}
        isOptional
        isDisabled={isReadOnly}
        onChange={(background) => set(column.id, { background }, 'background')}
      />
    </Group>
  )
}
