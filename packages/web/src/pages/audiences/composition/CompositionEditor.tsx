import { type AudienceDefinition, audienceLimits } from '@chappe/core/audience/schema'
import {
  ActionButton,
  ActionMenu,
  Menu,
  MenuItem,
  MenuTrigger,
  NumberField,
  Picker,
  PickerItem,
  Text,
  TextField,
} from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type ReactNode, useState } from 'react'
import { type Attributes, useAttributes } from '../../../parts/attributes.ts'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import { AudienceField } from '../rule/fields/Choosers.tsx'
import { PathField } from '../rule/fields/PathField.tsx'
import rule from '../rule/rule.module.css'
import { onUndoKeys, UndoButtons } from '../rule/UndoButtons.tsx'
import { useAudienceNames } from '../rule/useNames.ts'
import { useTree } from '../rule/useTree.ts'
import css from './composition.module.css'
import {
  add,
  blank,
  change,
  compositionOf,
  excess,
  operations,
  type Part,
  planted,
  unwrapped,
  without,
  wrapped,
} from './parts.ts'

type Tree = Extract<AudienceDefinition, { kind: 'composition' }>['tree']

interface Props {
  /** The composition to begin with; give the editor another key for another one. */
  tree: Tree
  self?: string
  isReadOnly: boolean
  onChange: (tree: Tree) => void
}

/** Makes an audience of others: a tree of operations whose leaves are audiences. */
export function CompositionEditor({ tree, self, isReadOnly, onChange }: Props) {
  const t = useText()
  const attributes = useAttributes()
  const edited = useTree(
    () => planted(tree),
    (root) => onChange(compositionOf(root)),
  )
  const [said, announce] = useState('')
  const names = useAudienceNames(isReadOnly ? idsIn(edited.root) : [])
  /** Makes a change unless the tree would grow too large. */
  const edit = (make: (root: Part) => Part, about?: string, words?: string) => {
    const next = make(edited.now())
    const over = excess(next)
    if (over && excess(edited.now()) === undefined)
      return announce(t(`audiences.composition.limit.${over}`, limits))
    edited.change(() => next, about)
    if (words) announce(words)
  }
  const shared = { self, isReadOnly, attributes, names, edit }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys for what the buttons do too
    <div
      tabIndex={-1}
      className={`${page.stack} ${rule.frame}`}
      onKeyDown={(event) => onUndoKeys(event, edited)}
    >
      <div className={rule.bar}>
        <h2 className={page.heading}>{t('audiences.composition')}</h2>
        {!isReadOnly && <UndoButtons {...edited} />}
      </div>
      <div className={css.root}>
        <PartView part={edited.root} isRoot {...shared} />
      </div>
      <p role="status" className={page.quiet}>
        {said}
      </p>
    </div>
  )
}

const limits = { depth: audienceLimits.depth, parts: audienceLimits.parts }
const idsIn = (part: Part): string[] =>
  part.op === 'audience' ? [part.id] : part.parts.flatMap((one) => idsIn(one))

interface Shared {
  self: string | undefined
  isReadOnly: boolean
  attributes: Attributes
  names: ReadonlyMap<string, string>
  edit: (make: (root: Part) => Part, about?: string, words?: string) => void
}
interface ViewProps extends Shared {
  part: Part
  /** What it is to its operation. */
  label?: string
  isRoot?: boolean
}

function PartView(props: ViewProps) {
  const { part, label, isReadOnly, edit } = props
  const t = useText()
  const set = (changes: object, about?: string) =>
    edit((root) => change(root, part.key, (one) => ({ ...one, ...changes }) as Part), about)
  return (
    <div className={css.part} data-op={part.op}>
      <div className={rule.head}>
        {label && <span className={css.label}>{label}</span>}
        {part.op === 'audience' ? (
          isReadOnly ? (
            <span>{props.names.get(part.id) ?? part.id}</span>
          ) : (
            <AudienceField id={part.id} except={props.self} onChange={(id) => set({ id })} />
          )
        ) : (
          <span className={rule.kind}>{t(`audiences.op.${part.op}`)}</span>
        )}
        {!isReadOnly && <PartMenu {...props} />}
      </div>
      {part.op === 'split' && <SplitFields part={part} isReadOnly={isReadOnly} set={set} />}
      {part.op === 'limit' && (
        <LimitFields part={part} isReadOnly={isReadOnly} attributes={props.attributes} set={set} />
      )}
      {part.parts.length > 0 && <Parts {...props} />}
    </div>
  )
}

function Parts({ part, label: _label, isRoot: _isRoot, ...shared }: ViewProps) {
  const t = useText()
  const isFree = part.op === 'union' || part.op === 'intersect'
  const labelOf = (index: number) =>
    part.op === 'exclude'
      ? t(index === 0 ? 'audiences.op.exclude.from' : 'audiences.op.exclude.without')
      : undefined
  return (
    <ul className={css.parts} aria-label={part.op === 'audience' ? undefined : t(`audiences.op.${part.op}`)}>
      {part.parts.map((one, index) => {
        const words = labelOf(index)
        return (
          <li key={one.key}>
            <PartView part={one} {...shared} {...(words !== undefined && { label: words })} />
          </li>
        )
      })}
      {isFree && !shared.isReadOnly && (
        <li>
          <ActionButton size="S" onPress={() => shared.edit((root) => add(root, part.key))}>
            <Add />
            <Text>{t('audiences.part.add')}</Text>
          </ActionButton>
        </li>
      )}
    </ul>
  )
}

function PartMenu({ part, isRoot = false, edit }: ViewProps) {
  const t = useText()
  const act = (key: string | number) => {
    const op = operations.find((one) => one === key)
    if (op)
      edit(
        (root) => change(root, part.key, (one) => wrapped(one, op)),
        undefined,
        t('audiences.part.wrapped'),
      )
    else if (key === 'unwrap')
      edit((root) => unwrapped(root, part.key), undefined, t('audiences.part.unwrapped'))
    else edit((root) => (isRoot ? blank() : without(root, part.key)), undefined, t('audiences.part.removed'))
  }
  const isOperation = part.op !== 'audience'
  return (
    <div className={css.menus}>
      <MenuTrigger>
        <ActionButton size="S" aria-label={t('audiences.part.combine')}>
          <Add />
          <Text>{t('audiences.part.combine')}</Text>
        </ActionButton>
        <Menu aria-label={t('audiences.part.combine')} onAction={act}>
          {operations.map((op) => (
            <MenuItem key={op} id={op} textValue={t(`audiences.op.${op}`)}>
              <Text slot="label">{t(`audiences.op.${op}`)}</Text>
              <Text slot="description">{t(`audiences.op.${op}.help`)}</Text>
            </MenuItem>
          ))}
        </Menu>
      </MenuTrigger>
      <ActionMenu isQuiet size="S" aria-label={t('audiences.part.actions')} onAction={act}>
        {isOperation
          ? [
              <MenuItem key="unwrap" id="unwrap">
                {t('audiences.part.unwrap')}
              </MenuItem>,
            ]
          : []}
        <MenuItem id="remove">{t('audiences.part.remove')}</MenuItem>
      </ActionMenu>
    </div>
  )
}

interface FieldsProps<Op extends Part['op']> {
  part: Extract<Part, { op: Op }>
  isReadOnly: boolean
  set: (changes: object, about?: string) => void
}

const small = style({ width: 112 })
const fine = { maximumFractionDigits: 2 }

function SplitFields({ part, isReadOnly, set }: FieldsProps<'split'>) {
  const t = useText()
  return (
    <Fields help={t('audiences.op.split.seed.help')}>
      <NumberField
        label={t('audiences.op.split.from')}
        value={part.from}
        minValue={0}
        maxValue={100}
        formatOptions={fine}
        isReadOnly={isReadOnly}
        onChange={(from) => set({ from })}
        styles={small}
      />
      <NumberField
        label={t('audiences.op.split.to')}
        value={part.to}
        minValue={0}
        maxValue={100}
        formatOptions={fine}
        isReadOnly={isReadOnly}
        onChange={(to) => set({ to })}
        styles={small}
      />
      <TextField
        label={t('audiences.op.split.seed')}
        value={part.seed}
        maxLength={100}
        isReadOnly={isReadOnly}
        onChange={(seed) => set({ seed }, `${part.key} seed`)}
        styles={style({ width: 160 })}
      />
    </Fields>
  )
}

function LimitFields({
  part,
  isReadOnly,
  attributes,
  set,
}: FieldsProps<'limit'> & { attributes: Attributes }) {
  const t = useText()
  return (
    <Fields help={t('audiences.op.limit.by.help')}>
      <NumberField
        label={t('audiences.op.limit.count')}
        value={part.count}
        minValue={1}
        maxValue={100_000_000}
        isReadOnly={isReadOnly}
        onChange={(count) => set({ count })}
        styles={style({ width: 144 })}
      />
      {isReadOnly ? (
        <span>{part.by}</span>
      ) : (
        <PathField
          label={t('audiences.op.limit.by')}
          isLabelled
          path={part.by}
          items={attributes.items}
          onChange={(by) => set({ by }, `${part.key} by`)}
        />
      )}
      <Picker
        label={t('audiences.op.limit.order')}
        isDisabled={isReadOnly || part.by === ''}
        value={part.order}
        onChange={(key) => set({ order: key === 'asc' ? 'asc' : 'desc' })}
        styles={style({ width: 200 })}
      >
        <PickerItem id="desc">{t('audiences.op.limit.desc')}</PickerItem>
        <PickerItem id="asc">{t('audiences.op.limit.asc')}</PickerItem>
      </Picker>
    </Fields>
  )
}

const Fields = ({ help, children }: { help: string; children: ReactNode }) => (
  <div className={page.tight}>
    <div className={css.fields}>{children}</div>
    <p className={page.quiet}>{help}</p>
  </div>
)
