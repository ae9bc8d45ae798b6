import { getFragment } from '@chappe/core/api/fragments'
import type { Block, BlockKind } from '@chappe/core/design/schema'
import { Button, Picker, PickerItem, Switch, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type ComponentType, useState } from 'react'
import { useEndpoint } from '../../data.ts'
import { CodeField } from '../../pages/campaign/code/CodeField.tsx'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import { AssetPicker } from '../assets/AssetPicker.tsx'
import type { Of } from '../canvas/BlockContent.tsx'
import { AddressField } from '../fields/AddressField.tsx'
import { ColorField } from '../fields/ColorField.tsx'
import css from '../fields/fields.module.css'
import { useDesigning } from '../state/Designing.tsx'
import { ConditionalProperties } from './ConditionalProperties.tsx'
import { AlignField, Group, PaddingFields, Pixels, TemplateField } from './Fields.tsx'
import { SocialProperties } from './SocialProperties.tsx'

export interface Props<K extends BlockKind> {
  readonly block: Of<K>
  /** Changes properties of the block; `about` names them for undo. */
  readonly set: (change: Partial<Of<K>>, about?: string) => void
}

function TextProperties({ block, set }: Props<'text'>) {
  const t = useText()
  const { isReadOnly } = useDesigning()
  return (
    <>
      <Group title={t('designer.look')}>
        <div className={css.pair}>
          <Pixels
            label={t('designer.fontSize')}
            value={block.fontSize}
            least={8}
            most={100}
            onChange={(fontSize) => set({ fontSize }, 'fontSize')}
          />
          <Pixels
            label={t('designer.lineHeight')}
            value={block.lineHeight}
            least={80}
            most={300}
            step={5}
            onChange={(lineHeight) => set({ lineHeight }, 'lineHeight')}
          />
        </div>
        <ColorField
          label={t('designer.textColor')}
          value={block.color}
          isOptional
          isDisabled={isReadOnly}
          onChange={(color) => set({ color }, 'color')}
        />
        <ColorField
          label={t('designer.background')}
          value={block.background}
          isOptional
          isDisabled={isReadOnly}
          onChange={(background) => set({ background }, 'background')}
        />
      </Group>
      <PaddingFields value={block.padding} onChange={(padding) => set({ padding }, 'padding')} />
    </>
  )
}

function ImageProperties({ block, set }: Props<'image'>) {
  const t = useText()
  const { isReadOnly } = useDesigning()
  const [isPicking, setPicking] = useState(false)
  return (
    <>
      <Group title={t('designer.content')}>
        <Button
          variant={block.src === '' ? 'accent' : 'secondary'}
          isDisabled={isReadOnly}
          onPress={() => setPicking(true)}
        >
          {t(block.src === '' ? 'designer.image.choose' : 'designer.image.change')}
        </Button>
        <AddressField
          label={t('designer.image.address')}
          kind="image"
          value={block.src}
          isReadOnly={isReadOnly}
          onChange={(src) => set({ src }, 'src')}
        />
        <TextField
          label={t('designer.image.alt')}
          description={t('designer.image.alt.help')}
          value={block.alt}
          isDisabled={block.decorative}
          isReadOnly={isReadOnly}
          onChange={(alt) => set({ alt }, 'alt')}
          styles={style({ width: 'full' })}
        />
        <Switch
          isSelected={block.decorative}
          isDisabled={isReadOnly}
          onChange={(decorative) => set(decorative ? { decorative, alt: '' } : { decorative })}
        >
          {t('designer.image.decorative')}
        </Switch>
        <AddressField
          label={t('designer.link')}
          kind="link"
          value={block.href}
          isReadOnly={isReadOnly}
          onChange={(href) => set({ href }, 'href')}
        />
      </Group>
      <Group title={t('designer.look')}>
        <Switch
          isSelected={block.width === null}
          isDisabled={isReadOnly}
          onChange={(isFull) => set({ width: isFull ? null : 300 })}
        >
          {t('designer.image.full')}
        </Switch>
        <div className={css.pair}>
          {block.width !== null && (
            <Pixels
              label={t('designer.width')}
              value={block.width}
              least={1}
              most={2000}
              onChange={(width) => set({ width }, 'width')}
            />
          )}
          <Pixels
            label={t('designer.radius')}
            value={block.borderRadius}
            most={200}
            onChange={(borderRadius) => set({ borderRadius }, 'borderRadius')}
          />
        </div>
        <AlignField value={block.align} onChange={(align) => set({ align })} />
      </Group>
      <PaddingFields value={block.padding} onChange={(padding) => set({ padding }, 'padding')} />
      <AssetPicker
        isOpen={isPicking}
        onClose={() => setPicking(false)}
        // What the file is called says nothing about what it shows: the check asks for that.
        onChoose={({ url, width }) =>
          set({ src: url, ...(width && width < 200 && block.width === null && { width }) })
        }
      />
    </>
  )
}

function ButtonProperties({ block, set }: Props<'button'>) {
  const t = useText()
  const { isReadOnly } = useDesigning()
  return (
    <>
      <Group title={t('designer.content')}>
        <TemplateField
          label={t('designer.button.label')}
          value={block.label}
          onChange={(label) => set({ label }, 'label')}
        />
        <AddressField
          label={t('designer.link')}
          kind="link"
          value={block.href}
          isReadOnly={isReadOnly}
          onChange={(href) => set({ href }, 'href')}
        />
      </Group>
      <Group title={t('designer.look')}>
        <ColorField
          label={t('designer.background')}
          value={block.background}
          isDisabled={isReadOnly}
          onChange={(background) => set({ background: background ?? block.background }, 'background')}
        />
        <ColorField
          label={t('designer.textColor')}
          value={block.color}
          isDisabled={isReadOnly}
          onChange={(color) => set({ color: color ?? block.color }, 'color')}
        />
        <div className={css.pair}>
          <Pixels
            label={t('designer.fontSize')}
            value={block.fontSize}
            least={8}
            most={60}
            onChange={(fontSize) => set({ fontSize }, 'fontSize')}
          />
          <Pixels
            label={t('designer.radius')}
            value={block.borderRadius}
            most={100}
            onChange={(borderRadius) => set({ borderRadius }, 'borderRadius')}
          />
        </div>
        <Switch
          isSelected={block.fullWidth}
          isDisabled={isReadOnly}
          onChange={(fullWidth) => set({ fullWidth })}
        >
          {t('designer.button.full')}
        </Switch>
        {!block.fullWidth && <AlignField value={block.align} onChange={(align) => set({ align })} />}
      </Group>
      <PaddingFields value={block.padding} onChange={(padding) => set({ padding }, 'padding')} />
    </>
  )
}

function DividerProperties({ block, set }: Props<'divider'>) {
  const t = useText()
  const { isReadOnly } = useDesigning()
  return (
    <>
      <Group title={t('designer.look')}>
        <ColorField
          label={t('designer.color')}
          value={block.color}
          isDisabled={isReadOnly}
          onChange={(color) => set({ color: color ?? block.color }, 'color')}
        />
        <Pixels
          label={t('designer.thickness')}
          value={block.thickness}
          least={1}
          most={20}
          onChange={(thickness) => set({ thickness }, 'thickness')}
        />
      </Group>
      <PaddingFields value={block.padding} onChange={(padding) => set({ padding }, 'padding')} />
    </>
  )
}

function SpacerProperties({ block, set }: Props<'spacer'>) {
  const t = useText()
  return (
    <Group title={t('designer.look')}>
      <Pixels
        label={t('designer.height')}
        value={block.height}
        most={400}
        step={4}
        onChange={(height) => set({ height }, 'height')}
      />
    </Group>
  )
}

function HtmlProperties({ block, set }: Props<'html'>) {
  const t = useText()
  const { isReadOnly, words } = useDesigning()
  return (
    <Group title={t('designer.content')}>
      <CodeField
        label={t('designer.html.label')}
        help={t('designer.html.help')}
        language="html"
        words={words}
        value={block.html}
        isReadOnly={isReadOnly}
        onChange={(html) => set({ html }, 'html')}
      />
    </Group>
  )
}

function FragmentProperties({ block, set }: Props<'fragment'>) {
  const t = useText()
  const { fragments, isReadOnly } = useDesigning()
  const chosen = fragments.find(({ id }) => id === block.fragmentId)
  const mayRead = useMay('content:read')
  const known = useEndpoint(
    getFragment,
    { params: { id: block.fragmentId } },
    { enabled: mayRead && chosen?.fields === undefined, staleTime: 60_000 },
  )
  const own = chosen?.fields ?? known.data?.fields ?? []
  const fields = [...new Set([...own, ...Object.keys(block.fields)])]
  return (
    <>
      <Group title={t('designer.content')}>
        {fragments.length > 0 && (
          <Picker
            label={t('designer.fragment.which')}
            selectedKey={chosen ? block.fragmentId : null}
            isDisabled={isReadOnly}
            onSelectionChange={(key) => {
              const next = fragments.find(({ id }) => id === key)
              if (next) set({ fragmentId: next.id, name: next.name, fields: {} })
            }}
            styles={style({ width: 'full' })}
          >
            {fragments.map(({ id, name }) => (
              <PickerItem key={id} id={id}>
                {name}
              </PickerItem>
            ))}
          </Picker>
        )}
        <p className={css.note}>
          {t(chosen || fragments.length === 0 ? 'designer.fragment.follows' : 'designer.fragment.gone', {
            name: block.name,
          })}
        </p>
      </Group>
      {fields.length > 0 && (
        <Group title={t('designer.fragment.fields')}>
          {fields.map((field) => (
            <TemplateField
              key={field}
              label={field}
              value={block.fields[field] ?? ''}
              onChange={(value) => {
                const { [field]: _, ...others } = block.fields
                set({ fields: value === '' ? others : { ...others, [field]: value } }, `field ${field}`)
              }}
            />
          ))}
        </Group>
      )}
    </>
  )
}

const panels: { readonly [K in BlockKind]: ComponentType<Props<K>> } = {
  text: TextProperties,
  image: ImageProperties,
  button: ButtonProperties,
  divider: DividerProperties,
  spacer: SpacerProperties,
  social: SocialProperties,
  html: HtmlProperties,
  fragment: FragmentProperties,
  conditional: ConditionalProperties,
}

export function BlockProperties({ block }: { block: Block }) {
  const { set } = useDesigning()
  // The table has the panel of each kind under that kind.
  const Panel = panels[block.kind] as ComponentType<Props<BlockKind>>
  return <Panel block={block} set={(change, about) => set(block.id, change, about)} />
}
