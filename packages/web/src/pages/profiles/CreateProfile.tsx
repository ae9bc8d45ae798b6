import { findProfiles, saveProfile } from '@chappe/core/api/profiles'
import { Button, Content, Dialog, Heading, InlineAlert, Link, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { call } from '../../api.ts'
import { keyOf } from '../../data.ts'
import { useAttributes } from '../../parts/attributes.ts'
import { DialogButtons } from '../../parts/DialogButtons.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { notify } from '../../parts/toast.ts'
import { useText } from '../../text.ts'
import { readDraft, typeOf } from './attributes/draft.ts'
import { withValue } from './attributes/patch.ts'
import { ValueField } from './attributes/ValueField.tsx'
import { called } from './columns.tsx'
import { IdentityFields } from './IdentityFields.tsx'
import css from './profiles.module.css'

const names = ['person.name.firstName', 'person.name.lastName'] as const

/** Asks how the person is found, their name, and what this sandbox demands; then opens the profile. */
export function CreateProfile({ onClose }: { onClose: () => void }) {
  const t = useText()
  const navigate = useNavigate()
  const client = useQueryClient()
  const { items, of } = useAttributes()
  const [identity, setIdentity] = useState({ namespace: 'email', value: '' })
  const [drafts, setDrafts] = useState<Readonly<Record<string, string>>>({})
  const [asked, setAsked] = useState(false)
  const required = items.filter((one) => one.required && !names.some((name) => name === one.path))
  const paths = [...names, ...required.map(({ path }) => path)]
  const readAt = (path: string) => {
    const field = of(path)
    const type = typeOf(field?.type, undefined)
    const read = readDraft(
      { type, required: field?.required ?? false, options: field?.options ?? null },
      drafts[path] ?? '',
    )
    return { field, type, read }
  }
  const create = useMutation({
    mutationFn: async (attributes: Record<string, unknown>) => {
      const query = { namespace: identity.namespace, identity: identity.value, limit: 1 }
      const { items: known } = await call(findProfiles, { query })
      // Saving would change who is there already: that is for their own page.
      if (known[0]) return { known: known[0] }
      return { made: await call(saveProfile, { body: { identities: [identity], attributes } }) }
    },
    onSuccess: async ({ made }) => {
      if (!made) return
      await client.invalidateQueries({ queryKey: keyOf(findProfiles) })
      notify.positive(t('profiles.created', { name: called(t, made) }))
      await navigate({ to: '/profiles/$id', params: { id: made.id }, search: {} })
    },
  })
  const isIdentityMissing = identity.value.trim() === ''

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    const reads = paths.map((path) => [path, readAt(path).read] as const)
    if (isIdentityMissing || create.isPending || reads.some(([, read]) => !read.ok)) return
    create.mutate(
      reads.reduce<Record<string, unknown>>(
        (attributes, [path, read]) =>
          read.ok ? { ...withValue(attributes, path.split('.'), read.value) } : attributes,
        {},
      ),
    )
  }
  const known = create.data?.known
  return (
    <Dialog size="M">
      <Heading slot="title">{t('profiles.create')}</Heading>
      <Content>
        <form id="profile" className={css.form} onSubmit={submit} noValidate>
          <ProblemNote problem={create.error} />
          {known && (
            <InlineAlert variant="notice" autoFocus>
              <Heading>{t('profiles.create.known')}</Heading>
              <Content>
                <Link href={{ to: '/profiles/$id', params: { id: known.id }, search: {} }}>
                  {t('profiles.create.known.open', { name: called(t, known) })}
                </Link>
              </Content>
            </InlineAlert>
          )}
          <IdentityFields
            value={identity}
            onChange={(next) => {
              setIdentity(next)
              create.reset()
            }}
            mistake={asked && isIdentityMissing ? t('profiles.identity.missing') : undefined}
            autoFocus
          />
          <div className={css.pair}>
            {names.map((path) => {
              const { field, read } = readAt(path)
              return (
                <TextField
                  key={path}
                  label={field?.label ?? path}
                  value={drafts[path] ?? ''}
                  onChange={(text) => setDrafts((now) => ({ ...now, [path]: text }))}
                  isRequired={field?.required ?? false}
                  isInvalid={asked && !read.ok}
                  errorMessage={read.ok ? undefined : t(read.mistake)}
                  autoComplete="off"
                  styles={style({ width: 'full' })}
                />
              )
            })}
          </div>
          {required.map(({ path, label, options }) => {
            const { type, read } = readAt(path)
            return (
              <ValueField
                key={path}
                label={label ?? path}
                type={type}
                options={options}
                isRequired
                value={drafts[path] ?? ''}
                onChange={(text) => setDrafts((now) => ({ ...now, [path]: text }))}
                mistake={asked && !read.ok ? t(read.mistake) : undefined}
              />
            )
          })}
        </form>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button variant="accent" type="submit" form="profile" isPending={create.isPending}>
          {t('audiences.create.submit')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
