import {
  ComboBox,
  ComboBoxItem,
  ComboBoxSection,
  Header,
  Heading,
  Text,
  type TextFieldRef,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useMemo, useRef, useState } from 'react'
import { Collection } from 'react-aria-components/Collection'
import { useText } from '../../../text.ts'
import { found, newAttribute } from './find.ts'
import type { Choice, Targets } from './useTargets.ts'

interface Props {
  label: string
  target: string
  targets: Targets
  isInvalid: boolean
  onChange: (target: string) => void
}

/** What a column becomes: one of what is known, found by typing; or an attribute that is new. */
export function TargetField({ label, target, targets, isInvalid, onChange }: Props) {
  const t = useText()
  const [typed, setTyped] = useState<string>()
  const name = targets.say(target)
  const field = useRef<TextFieldRef<HTMLInputElement>>(null)
  const sections = useMemo(() => {
    const made = typed === undefined ? undefined : newAttribute(targets.groups, typed)
    const groups = found(targets.groups, typed ?? '')
    if (made === undefined) return groups
    const choice: Choice = { id: made, name: t('imports.target.new', { path: made.slice(10) }) }
    return [...groups, { id: 'new', name: t('imports.targets.new'), choices: [choice] }]
  }, [t, targets, typed])
  const select = () => field.current?.select()
  return (
    <ComboBox
      ref={field}
      aria-label={label}
      items={sections}
      isInvalid={isInvalid}
      selectedKey={target}
      inputValue={typed ?? name}
      onInputChange={(text) => setTyped(text === name ? undefined : text)}
      // Typing takes the place of what is there, whether the list is open already or not.
      onFocus={select}
      onOpenChange={(isOpen, trigger) => isOpen && trigger === 'manual' && requestAnimationFrame(select)}
      onBlur={() => setTyped(undefined)}
      onSelectionChange={(key) => {
        setTyped(undefined)
        if (key === null) return
        onChange(String(key))
        requestAnimationFrame(select)
      }}
      menuWidth={340}
      styles={style({ width: 'full' })}
    >
      {(section) => (
        <ComboBoxSection id={section.id}>
          <Header>
            <Heading>{section.name}</Heading>
          </Header>
          <Collection items={section.choices}>
            {(choice) => (
              <ComboBoxItem id={choice.id} textValue={choice.name}>
                <Text slot="label">{choice.name}</Text>
                {choice.about && <Text slot="description">{choice.about}</Text>}
              </ComboBoxItem>
            )}
          </Collection>
        </ComboBoxSection>
      )}
    </ComboBox>
  )
}
