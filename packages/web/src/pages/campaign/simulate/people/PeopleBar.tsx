import { listTestProfiles } from '@chappe/core/api/simulations'
import type { Campaign, CampaignVersion } from '@chappe/core/campaign/schema'
import type { Sample } from '@chappe/core/simulation/schema'
import { Button, Menu, MenuItem, MenuTrigger, Text } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import Edit from '@react-spectrum/s2/icons/Edit'
import FileText from '@react-spectrum/s2/icons/FileText'
import UserGroup from '@react-spectrum/s2/icons/UserGroup'
import { useState } from 'react'
import { useEndpoint } from '../../../../data.ts'
import { DialogContainer } from '../../../../parts/DialogContainer.tsx'
import { useMay } from '../../../../session.ts'
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import css from '../simulate.module.css'
import type { People } from '../usePeople.ts'
import { FileDialog } from './FileDialog.tsx'
import { PersonTile } from './PersonTile.tsx'
import { ProfilesDialog } from './ProfilesDialog.tsx'
import type { Person } from './person.ts'
import { SampleDialog } from './SampleDialog.tsx'
import { Sets } from './Sets.tsx'

interface Props {
  campaign: Campaign
  version: CampaignVersion
  people: People
}

type Open = { dialog: 'profiles' | 'file' | 'new' } | { dialog: 'edit'; person: Person }

/** Who takes part in the simulation, and the ways to get more: profiles, values typed by hand, a file, a kept set. */
export function PeopleBar({ campaign, version, people }: Props) {
  const t = useText()
  const mayFind = useMay('profiles:read')
  const marked = useEndpoint(listTestProfiles, {}, { enabled: mayFind })
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  const add = (samples: readonly Sample[]) => {
    people.add(samples)
    close()
  }

  return (
    <section className={css.people} aria-label={t('simulate.people')}>
      <div className={page.spread}>
        <h2 className={page.heading}>{t('simulate.people')}</h2>
        <div className={page.row}>
          <Sets campaignId={campaign.id} people={people} />
          <MenuTrigger>
            <Button variant="secondary">
              <Add />
              <Text>{t('simulate.add')}</Text>
            </Button>
            <Menu
              aria-label={t('simulate.add')}
              onAction={(key) => setOpen({ dialog: key as 'profiles' | 'file' | 'new' })}
            >
              {mayFind && (
                <MenuItem id="profiles" textValue={t('simulate.add.profiles')}>
                  <UserGroup />
                  <Text slot="label">{t('simulate.add.profiles')}</Text>
                  <Text slot="description">{t('simulate.add.profiles.help')}</Text>
                </MenuItem>
              )}
              <MenuItem id="new" textValue={t('simulate.add.typed')}>
                <Edit />
                <Text slot="label">{t('simulate.add.typed')}</Text>
                <Text slot="description">{t('simulate.add.typed.help')}</Text>
              </MenuItem>
              <MenuItem id="file" textValue={t('simulate.add.file')}>
                <FileText />
                <Text slot="label">{t('simulate.add.file')}</Text>
                <Text slot="description">{t('simulate.add.file.help')}</Text>
              </MenuItem>
            </Menu>
          </MenuTrigger>
        </div>
      </div>
      {people.list.length === 0 ? (
        <p className={page.quiet}>{t('simulate.nobody')}</p>
      ) : (
        <ul className={css.tiles}>
          {people.list.map((person, at) => (
            <PersonTile
              key={person.key}
              person={person}
              at={at}
              testProfiles={marked.data?.items ?? []}
              onShow={(isShown) => people.change(person.key, { isShown })}
              onEdit={() => setOpen({ dialog: 'edit', person })}
              onCopy={() => people.add([{ ...person.sample, context: person.sample.context ?? {} }])}
              onRemove={() => people.remove(person.key)}
            />
          ))}
        </ul>
      )}
      <DialogContainer onDismiss={close}>
        {open?.dialog === 'profiles' ? (
          <ProfilesDialog onAdd={add} onClose={close} />
        ) : open?.dialog === 'file' ? (
          <FileDialog onAdd={add} onClose={close} />
        ) : open ? (
          <SampleDialog
            campaignId={campaign.id}
            number={version.number}
            sample={open.dialog === 'edit' ? open.person.sample : undefined}
            onDone={(sample) => {
              if (open.dialog === 'edit') people.change(open.person.key, { sample })
              else people.add([sample])
              close()
            }}
            onClose={close}
          />
        ) : null}
      </DialogContainer>
    </section>
  )
}
