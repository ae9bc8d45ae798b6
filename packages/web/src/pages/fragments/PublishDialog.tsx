import { getFragment, listFragmentUses, publishFragment } from '@chappe/core/api/fragments'
import { isRunning } from '@chappe/core/campaign/commands'
import type { Fragment } from '@chappe/core/content/schema'
import { Button, Content, Dialog, Heading, Link } from '@react-spectrum/s2'
import { useQueryClient } from '@tanstack/react-query'
import { keyOf, useAction, useEndpoint } from '../../data.ts'
import { DialogButtons } from '../../parts/DialogButtons.tsx'
import { DialogContainer } from '../../parts/DialogContainer.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { useText } from '../../text.ts'
import page from '../campaign/campaign.module.css'
import css from './fragments.module.css'

interface Props {
  fragment: Fragment
  /** Of what is saved: what somebody saves in between is not published unseen. */
  revision: number
  isOpen: boolean
  onClose: () => void
  onPublished: () => void
}

/** Says what publishing does, and does it. */
export function PublishDialog({ isOpen, ...rest }: Props) {
  return <DialogContainer onDismiss={rest.onClose}>{isOpen && <Question {...rest} />}</DialogContainer>
}

function Question({ fragment, revision, onClose, onPublished }: Omit<Props, 'isOpen'>) {
  const t = useText()
  const client = useQueryClient()
  const { id, name, liveVersion } = fragment
  const uses = useEndpoint(listFragmentUses, { params: { id } }, { staleTime: 0 })
  const publish = useAction(publishFragment)
  const items = uses.data?.items ?? []
  const following = items.filter(({ kind, status }) => kind === 'campaign' && isRunning({ status }))
  const passesThrough = items.some(({ kind }) => kind === 'fragment')

  const submit = () =>
    publish.mutate(
      { params: { id }, body: { revision } },
      {
        onSuccess: (published) => {
          client.setQueryData(keyOf(getFragment, { params: { id } }), published)
          onPublished()
          onClose()
        },
      },
    )

  return (
    <Dialog size="M">
      <Heading slot="title">{t('fragments.publish.title', { name })}</Heading>
      <Content>
        <div className={page.stack}>
          <ProblemNote problem={publish.error} title={t('fragments.publish.failed')} />
          {uses.isPending && <Loading lines={2} />}
          <ProblemNote problem={uses.error} />
          {uses.data && (
            <p className={page.words}>
              {liveVersion === null && following.length === 0
                ? t('fragments.publish.first')
                : t('fragments.publish.follow', { count: following.length })}
            </p>
          )}
          {following.length > 0 && (
            <ul className={css.following}>
              {following.map((use) => (
                <li key={use.id}>
                  <Link href={{ to: '/campaigns/$id', params: { id: use.id }, search: {} }} target="_blank">
                    {use.name}
                  </Link>
                </li>
              ))}
            </ul>
          )}
          {passesThrough && <p className={page.quiet}>{t('fragments.publish.through')}</p>}
        </div>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button variant="accent" onPress={submit} isPending={publish.isPending} isDisabled={!uses.data}>
          {t('fragments.publish.submit')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
