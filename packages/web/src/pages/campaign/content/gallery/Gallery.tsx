import { getTemplate, listStarterTemplates, listTemplates } from '@chappe/core/api/templates'
import type { EmailContent } from '@chappe/core/campaign/schema'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { queryOf, useEndpoint } from '../../../../data.ts'
import { DialogContainer } from '../../../../parts/DialogContainer.tsx'
import { Loading } from '../../../../parts/Loading.tsx'
import { ProblemNote } from '../../../../parts/ProblemNote.tsx'
import { SearchWords } from '../../../../parts/SearchWords.tsx'
import { useMay } from '../../../../session.ts'
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import { Card, Cards } from './Card.tsx'
import { LibraryCard } from './LibraryCard.tsx'
import { type Shown, TemplateDialog } from './TemplateDialog.tsx'

/** Templates to begin with: one's own first, then those that come with the product. */
export function Gallery({ onUse }: { onUse: (content: EmailContent) => void }) {
  const t = useText()
  const client = useQueryClient()
  const mayRead = useMay('content:read')
  const [search, setSearch] = useState('')
  const [shown, setShown] = useState<Shown>()
  const [problem, setProblem] = useState<unknown>()
  // What was pressed last is what opens.
  const wanted = useRef<string>(undefined)
  const own = useEndpoint(listTemplates, { query: { search, limit: 60 } }, { enabled: mayRead })
  const starters = useEndpoint(
    listStarterTemplates,
    { query: { language: t.locale } },
    { enabled: mayRead, staleTime: 600_000 },
  )
  if (!mayRead) return null
  const asked = search.toLocaleLowerCase(t.locale)
  const found = (starters.data?.items ?? []).filter(({ name, description }) =>
    `${name} ${description}`.toLocaleLowerCase(t.locale).includes(asked),
  )
  const open = async (id: string) => {
    wanted.current = id
    setProblem(undefined)
    try {
      const found = await client.fetchQuery(queryOf(getTemplate, { params: { id } }))
      if (wanted.current === id) setShown(found)
    } catch (error) {
      setProblem(error)
    }
  }

  return (
    <div className={page.stack}>
      <div className={page.spread}>
        <h3 className={page.heading}>{t('content.begin.template')}</h3>
        <SearchWords label={t('templates.search')} value={search} onSearch={setSearch} />
      </div>
      <ProblemNote problem={own.error ?? starters.error ?? problem} />
      {(own.isPending || starters.isPending) && <Loading />}
      {own.data && own.data.items.length > 0 && (
        <section className={page.stack} aria-label={t('templates.own')}>
          <h4 className={page.subheading}>{t('templates.own')}</h4>
          <Cards>
            {own.data.items.map((one) => (
              <LibraryCard key={one.id} template={one} onOpen={() => void open(one.id)} />
            ))}
          </Cards>
        </section>
      )}
      {found.length > 0 && (
        <section className={page.stack} aria-label={t('templates.starters')}>
          <h4 className={page.subheading}>{t('templates.starters')}</h4>
          <Cards>
            {found.map((one) => (
              <Card
                key={one.key}
                name={one.name}
                about={one.description}
                content={one.content}
                onOpen={() => {
                  wanted.current = undefined
                  setShown(one)
                }}
              />
            ))}
          </Cards>
        </section>
      )}
      {own.isSuccess && starters.isSuccess && own.data.items.length + found.length === 0 && (
        <p className={page.words}>{t('templates.noResult')}</p>
      )}
      <DialogContainer onDismiss={() => setShown(undefined)}>
        {shown && (
          <TemplateDialog
            template={shown}
            onClose={() => setShown(undefined)}
            actions={[
              {
                label: t('templates.use'),
                run: () => {
                  setShown(undefined)
                  onUse(shown.content)
                },
              },
            ]}
          />
        )}
      </DialogContainer>
    </div>
  )
}
