import { listTags } from '@chappe/core/api/campaigns'
import { campaignLimits } from '@chappe/core/campaign/schema'
import { Button, ComboBox, ComboBoxItem, Tag, TagGroup } from '@react-spectrum/s2'
import { useState } from 'react'
import { useEndpoint } from '../../../data.ts'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import css from './editor.module.css'
import { withTag } from './tags.ts'

interface Props {
  tags: readonly string[]
  isReadOnly: boolean
  onChange: (tags: string[]) => void
}

/** The tags of a campaign: known ones are proposed, unknown ones are made by typing them. */
export function TagsField({ tags, isReadOnly, onChange }: Props) {
  const t = useText()
  const [typed, setTyped] = useState('')
  const known = useEndpoint(listTags, {})
  const offered = (known.data?.items ?? []).filter(({ tag }) => withTag(tags, tag).length > tags.length)
  const isFull = tags.length >= campaignLimits.tags

  const add = (tag: string) => {
    onChange(withTag(tags, tag))
    setTyped('')
  }

  return (
    <div className={page.tight}>
      <TagGroup
        label={t('campaign.tags')}
        renderEmptyState={() => t('campaign.tags.none')}
        {...(!isReadOnly && {
          onRemove: (keys: Set<string | number>) => onChange(tags.filter((tag) => !keys.has(tag))),
        })}
      >
        {tags.map((tag) => (
          <Tag key={tag} id={tag}>
            {tag}
          </Tag>
        ))}
      </TagGroup>
      {!isReadOnly && (
        <form
          className={css.tagField}
          onKeyDownCapture={(event) => {
            // Enter takes the proposal that is marked; without one, the tag is what was typed.
            const isMarked = (event.target as HTMLElement).getAttribute('aria-activedescendant')
            if (event.key === 'Enter' && !isMarked && typed.trim() !== '') add(typed)
          }}
          onSubmit={(event) => {
            event.preventDefault()
            if (typed.trim() !== '') add(typed)
          }}
        >
          <ComboBox
            aria-label={t('campaign.tags.add')}
            placeholder={t('campaign.tags.placeholder')}
            allowsCustomValue
            menuTrigger="focus"
            inputValue={typed}
            isDisabled={isFull}
            items={offered}
            onInputChange={(text) => setTyped(text.slice(0, campaignLimits.tag))}
            onSelectionChange={(key) => {
              if (key !== null) add(String(key))
            }}
          >
            {({ tag }) => <ComboBoxItem id={tag}>{tag}</ComboBoxItem>}
          </ComboBox>
          <Button type="submit" variant="secondary" isDisabled={typed.trim() === '' || isFull}>
            {t('campaign.tags.add')}
          </Button>
        </form>
      )}
    </div>
  )
}
