import { designLimits, socialNetworks } from '@chappe/core/design/schema'
import { ActionButton, Button, Picker, PickerItem } from '@react-spectrum/s2'
import ChevronUp from '@react-spectrum/s2/icons/ChevronUp'
import Delete from '@react-spectrum/s2/icons/Delete'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useText } from '../../text.ts'
import type { Of } from '../canvas/BlockContent.tsx'
import { AddressField } from '../fields/AddressField.tsx'
import css from '../fields/fields.module.css'
import { useDesigning } from '../state/Designing.tsx'
import type { Props } from './BlockProperties.tsx'
import { AlignField, Group, PaddingFields, Pixels } from './Fields.tsx'

type Links = Of<'social'>['links']

export function SocialProperties({ block, set }: Props<'social'>) {
  const t = useText()
  const { isReadOnly } = useDesigning()
  const { links } = block
  const setLinks = (next: Links, about?: string) => set({ links: next }, about)
  const unused =
    socialNetworks.find((network) => links.every((link) => link.network !== network)) ?? 'website'
  return (
    <>
      <Group title={t('designer.social.links')}>
        {links.map((link, at) => (
          <fieldset key={at} className={css.entry} aria-label={t(`designer.network.${link.network}`)}>
            <div className={css.entryHead}>
              <Picker
                aria-label={t('designer.social.network')}
                size="S"
                selectedKey={link.network}
                isDisabled={isReadOnly}
                onSelectionChange={(key) => {
                  const network = socialNetworks.find((one) => one === key)
                  if (network) setLinks(links.with(at, { ...link, network }))
                }}
                styles={style({ width: 'full' })}
              >
                {socialNetworks.map((network) => (
                  <PickerItem key={network} id={network}>
                    {t(`designer.network.${network}`)}
                  </PickerItem>
                ))}
              </Picker>
              <ActionButton
                isQuiet
                size="S"
                aria-label={t('designer.moveUp')}
                isDisabled={isReadOnly || at === 0}
                onPress={() => setLinks(links.toSpliced(at, 1).toSpliced(at - 1, 0, link))}
              >
                <ChevronUp />
              </ActionButton>
              <ActionButton
                isQuiet
                size="S"
                aria-label={t('common.delete')}
                isDisabled={isReadOnly}
                onPress={() => setLinks(links.toSpliced(at, 1))}
              >
                <Delete />
              </ActionButton>
            </div>
            <AddressField
              label={t('designer.address')}
              kind="link"
              value={link.href}
              isReadOnly={isReadOnly}
              onChange={(href) => setLinks(links.with(at, { ...link, href }), `link ${at}`)}
            />
          </fieldset>
        ))}
        <Button
          variant="secondary"
          size="S"
          isDisabled={isReadOnly || links.length >= designLimits.socialLinks}
          onPress={() => setLinks([...links, { network: unused, href: '' }])}
        >
          {t('designer.social.add')}
        </Button>
      </Group>
      <Group title={t('designer.look')}>
        <Pixels
          label={t('designer.social.size')}
          value={block.iconSize}
          least={16}
          most={80}
          onChange={(iconSize) => set({ iconSize }, 'iconSize')}
        />
        <AlignField value={block.align} onChange={(align) => set({ align })} />
      </Group>
      <PaddingFields value={block.padding} onChange={(padding) => set({ padding }, 'padding')} />
    </>
  )
}
