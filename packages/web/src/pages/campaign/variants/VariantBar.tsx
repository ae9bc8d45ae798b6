import { campaignLimits, EmailContent } from '@chappe/core/campaign/schema'
import { intoVariant, usesOf, variantIdFor, variantOf, withoutVariant } from '@chappe/core/campaign/variants'
import { ActionButton, ActionMenu, Button, MenuItem, Text } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import Copy from '@react-spectrum/s2/icons/Copy'
import Delete from '@react-spectrum/s2/icons/Delete'
import Edit from '@react-spectrum/s2/icons/Edit'
import Email from '@react-spectrum/s2/icons/Email'
import { type ComponentRef, useEffect, useRef, useState } from 'react'
import { Radio, RadioGroup } from 'react-aria-components'
import { useConfirm } from '../../../parts/Confirm.tsx'
import { DialogContainer } from '../../../parts/DialogContainer.tsx'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import { useDraft } from '../draft/useDraft.tsx'
import css from '../languages/languages.module.css'
import { stateOf } from './lens.ts'
import { sayUses } from './sayUses.ts'
import { VariantDialog } from './VariantDialog.tsx'

type Act = 'add' | 'rename' | 'duplicate'

interface Props {
  chosen: string | null
  onChoose: (id: string | null) => void
}

/** What the campaign says: its content and its variants side by side, which one is written, and what can be done. */
export function VariantBar({ chosen, onChoose }: Props) {
  const t = useText()
  const confirm = useConfirm()
  const { whole, changeWhole, isReadOnly } = useDraft()
  const [act, setAct] = useState<Act | null>(null)
  const tabs = useRef<HTMLDivElement>(null)
  const own = useRef<HTMLLabelElement>(null)
  const alone = useRef<ComponentRef<typeof Button>>(null)
  useEffect(() => {
    if (chosen === null) return
    tabs.current?.querySelector('[data-selected]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [chosen])
  const { variants } = whole
  const variant = chosen === null ? undefined : variantOf(whole, chosen)
  const canAdd = !isReadOnly && variants.length < campaignLimits.variants

  const done = (name: string, isCopy: boolean) => {
    setAct(null)
    if (act === 'rename') {
      changeWhole({ variants: intoVariant(whole, chosen!, { name }) })
      return
    }
    const source = act === 'duplicate' ? variant! : isCopy ? whole : undefined
    const id = variantIdFor(
      name,
      variants.map((one) => one.id),
    )
    const made = {
      id,
      name,
      channelConfigurationId: act === 'duplicate' ? variant!.channelConfigurationId : null,
      content: source?.content ?? EmailContent.parse({}),
      translations: source?.translations ?? {},
    }
    changeWhole({ variants: [...variants, made] })
    onChoose(id)
  }
  const remove = async () => {
    if (!variant) return
    const uses = usesOf(whole, variant.id)
    const isUsed = uses.action !== null || uses.waves.length > 0
    const body = isUsed ? t('variants.delete.used', { uses: sayUses(t, uses) }) : t('variants.delete.body')
    const title = t('variants.delete.title', { name: variant.name })
    if (!(await confirm({ title, body, action: t('variants.delete.action'), tone: 'destructive' }))) return
    onChoose(null)
    changeWhole(withoutVariant(whole, variant.id))
    // The menu that the keyboard came from is gone with the variant.
    requestAnimationFrame(() => (own.current?.querySelector('input') ?? alone.current)?.focus())
  }
  const acts: Record<string, () => void> = {
    rename: () => setAct('rename'),
    duplicate: () => setAct('duplicate'),
    delete: () => void remove(),
  }
  const dialog = (
    <DialogContainer onDismiss={() => setAct(null)}>
      {act && (
        <VariantDialog
          act={act}
          name={act === 'rename' ? (variant?.name ?? '') : ''}
          taken={variants.filter(({ id }) => act !== 'rename' || id !== chosen).map(({ name }) => name)}
          onDone={done}
          onClose={() => setAct(null)}
        />
      )}
    </DialogContainer>
  )

  if (variants.length === 0)
    return isReadOnly ? null : (
      <div className={`${page.row} ${css.alone}`} data-field="actions">
        <Button ref={alone} variant="secondary" size="S" onPress={() => setAct('add')}>
          <Add />
          <Text>{t('variants.add')}</Text>
        </Button>
        <span className={page.quiet}>{t('variants.about')}</span>
        {dialog}
      </div>
    )
  return (
    <section className={css.languages} aria-label={t('variants.of')}>
      <div className={css.bar}>
        <Email />
        <RadioGroup
          ref={tabs}
          aria-label={t('variants.written')}
          orientation="horizontal"
          value={chosen ?? ''}
          onChange={(id) => onChoose(id === '' ? null : id)}
          className={css.locales ?? ''}
        >
          <Radio ref={own} value="" className={css.locale ?? ''}>
            <span className={css.mark} data-state={stateOf(whole.content)} aria-hidden="true" />
            <span>{t('variants.own')}</span>
            <span className={css.note}>{t('variants.own.note')}</span>
          </Radio>
          {variants.map(({ id, name, content }) => (
            <Radio key={id} value={id} className={css.locale ?? ''}>
              <span className={css.mark} data-state={stateOf(content)} aria-hidden="true" />
              <span>{name}</span>
              <span className={css.note}>{sayUses(t, usesOf(whole, id))}</span>
            </Radio>
          ))}
        </RadioGroup>
        {canAdd && (
          <ActionButton aria-label={t('variants.add')} isQuiet onPress={() => setAct('add')}>
            <Add />
          </ActionButton>
        )}
        {variant && !isReadOnly && (
          <ActionMenu
            aria-label={t('variants.more', { name: variant.name })}
            isQuiet
            disabledKeys={canAdd ? [] : ['duplicate']}
            onAction={(key) => acts[String(key)]?.()}
          >
            <MenuItem id="rename" textValue={t('variants.rename')}>
              <Edit />
              <Text slot="label">{t('variants.rename')}</Text>
            </MenuItem>
            <MenuItem id="duplicate" textValue={t('variants.duplicate')}>
              <Copy />
              <Text slot="label">{t('variants.duplicate')}</Text>
            </MenuItem>
            <MenuItem id="delete" textValue={t('variants.delete')}>
              <Delete />
              <Text slot="label">{t('variants.delete')}</Text>
            </MenuItem>
          </ActionMenu>
        )}
      </div>
      {dialog}
    </section>
  )
}
