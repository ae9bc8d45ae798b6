import { type ImportSettings, importModes } from '@chappe/core/import/schema'
import { standardNamespaces } from '@chappe/core/profile/namespaces'
import { Content, Heading, InlineAlert, Picker, PickerItem, Radio, RadioGroup } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useText } from '../../../text.ts'
import css from '../imports.module.css'
import { hasConsents, namespacesIn, typeIn } from './mapping.ts'
import type { Draft } from './useDraft.ts'
import type { Targets } from './useTargets.ts'

interface Props {
  draft: Draft
  settings: ImportSettings
  targets: Targets
}

const any = '\u0000'
const width = style({ width: 'full', maxWidth: 400 })

/** How what is there already is treated, and how cells are read that can be read in two ways. */
export function HowStep({ draft, settings, targets }: Props) {
  const t = useText()
  const { change } = draft
  const { mapping, mode, matchBy, consents, emptyCells, dateOrder, decimal } = settings
  const isLines = draft.preview.data?.format === 'ndjson'
  const namespaces = isLines
    ? (targets.groups.find(({ id }) => id === 'identity')?.choices.map(({ id }) => id.slice(9)) ??
      standardNamespaces.map(({ key }) => key))
    : namespacesIn(mapping)
  const types = new Set(mapping.map((one) => typeIn(one, targets)))
  return (
    <div className={css.how}>
      <RadioGroup
        label={t('imports.mode')}
        value={mode}
        onChange={(key) => change({ mode: importModes.find((one) => one === key) ?? mode })}
      >
        <Radio value="upsert">{t('imports.mode.upsert')}</Radio>
        <Radio value="create">{t('imports.mode.create')}</Radio>
      </RadioGroup>
      {namespaces.length > 1 && (
        <Picker
          label={t('imports.matchBy')}
          description={t(matchBy === null ? 'imports.matchBy.any.help' : 'imports.matchBy.help')}
          value={matchBy ?? any}
          onChange={(key) => change({ matchBy: namespaces.find((one) => one === key) ?? null })}
          styles={width}
        >
          <PickerItem id={any}>{t('imports.matchBy.any')}</PickerItem>
          {namespaces.map((one) => (
            <PickerItem key={one} id={one}>
              {targets.sayNamespace(one)}
            </PickerItem>
          ))}
        </Picker>
      )}
      {(isLines || hasConsents(mapping)) && (
        <div>
          <RadioGroup
            label={t('imports.consents')}
            value={consents}
            onChange={(key) => change({ consents: key === 'overwrite' ? 'overwrite' : 'keep' })}
          >
            <Radio value="keep">{t('imports.consents.keep')}</Radio>
            <Radio value="overwrite">{t('imports.consents.overwrite')}</Radio>
          </RadioGroup>
          <div role="status" className={css.warning}>
            {consents === 'overwrite' && (
              <InlineAlert variant="notice" styles={style({ width: 'full', maxWidth: 640 })}>
                <Heading>{t('imports.consents.warning')}</Heading>
                <Content>{t('imports.consents.warning.body')}</Content>
              </InlineAlert>
            )}
          </div>
        </div>
      )}
      {!isLines && (
        <RadioGroup
          label={t('imports.emptyCells')}
          value={emptyCells}
          onChange={(key) => change({ emptyCells: key === 'remove' ? 'remove' : 'keep' })}
        >
          <Radio value="keep">{t('imports.emptyCells.keep')}</Radio>
          <Radio value="remove">{t('imports.emptyCells.remove')}</Radio>
        </RadioGroup>
      )}
      {!isLines && (types.has('date') || types.has('date-time')) && (
        <RadioGroup
          label={t('imports.dateOrder')}
          value={dateOrder}
          onChange={(key) => change({ dateOrder: key === 'mdy' ? 'mdy' : 'dmy' })}
        >
          <Radio value="dmy">{t('imports.dateOrder.dmy')}</Radio>
          <Radio value="mdy">{t('imports.dateOrder.mdy')}</Radio>
        </RadioGroup>
      )}
      {!isLines && types.has('number') && (
        <RadioGroup
          label={t('imports.decimal')}
          value={decimal}
          onChange={(key) => change({ decimal: key === ',' ? ',' : '.' })}
        >
          <Radio value=",">{t('imports.decimal.comma')}</Radio>
          <Radio value=".">{t('imports.decimal.point')}</Radio>
        </RadioGroup>
      )}
    </div>
  )
}
