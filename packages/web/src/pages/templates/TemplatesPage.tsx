import { contentSorts, listStarterTemplates, listTemplates } from '@chappe/core/api/templates'
import { Button, Text } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import Template from '@react-spectrum/s2/icons/Template'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useEndpoint, useEndpointPages } from '../../data.ts'
import { DialogContainer } from '../../parts/DialogContainer.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { DataGrid } from '../../parts/grid/DataGrid.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import { Cards } from '../campaign/content/gallery/Card.tsx'
import { LibraryCard, type TemplateSummary } from '../campaign/content/gallery/LibraryCard.tsx'
import { CreateTemplate } from './CreateTemplate.tsx'
import { columnsOf, Modified } from './columns.tsx'
import { Filters } from './Filters.tsx'
import { Starters } from './Starters.tsx'
import type { TemplatesSearch } from './search.ts'
import css from './templates.module.css'
import { UseInCampaign } from './UseInCampaign.tsx'
import { CardMenu, useTemplateMenu } from './useTemplateMenu.tsx'

const route = getRouteApi('/app/templates')
const keyOf = ({ id }: TemplateSummary) => id
const nameOf = ({ name }: TemplateSummary) => name

/** The library of content templates, and those that come with the product. */
export function TemplatesPage() {
  const t = useText()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const mayWrite = useMay('content:write')
  const [isCreating, setCreating] = useState(false)
  const [used, setUsed] = useState<string>()
  const change = (changes: TemplatesSearch, replace = true) =>
    void navigate({ search: (now) => ({ ...now, ...changes }), replace })
  const { view = 'cards', q, tag, sort = 'modifiedAt', order = sort === 'name' ? 'asc' : 'desc' } = search

  const list = useEndpointPages(
    listTemplates,
    { query: { search: q, tag: tag === undefined ? undefined : [tag], sort, order } },
    60,
  )
  const starters = useEndpoint(
    listStarterTemplates,
    { query: { language: t.locale } },
    { staleTime: 600_000 },
  )
  const columns = useMemo(() => columnsOf(t), [t])
  const menuOf = useTemplateMenu(setUsed)
  const open = (id: string) => void navigate({ to: '/templates/$id', params: { id } })
  const isFiltered = Boolean(q) || tag !== undefined
  const isList = view === 'list'

  return (
    <Page
      title={t('nav.templates')}
      lead={t('templates.lead')}
      fill={isList}
      actions={
        mayWrite && (
          <Button variant="accent" onPress={() => setCreating(true)}>
            <Add />
            <Text>{t('templates.create')}</Text>
          </Button>
        )
      }
    >
      <div className={css.library} data-fill={isList}>
        <Filters search={search} total={list.isSuccess ? list.total : undefined} onChange={change} />
        <ProblemNote problem={list.error} />
        {list.isPending && <Loading lines={6} />}
        {list.isSuccess && list.total === 0 && (
          <EmptyState
            title={t(isFiltered ? 'templates.noResult' : 'templates.empty')}
            picture={<Template />}
            actions={
              isFiltered && (
                <Button variant="secondary" onPress={() => change({ q: undefined, tag: undefined })}>
                  {t('inventory.clear')}
                </Button>
              )
            }
          >
            {!isFiltered && t('templates.empty.body')}
          </EmptyState>
        )}
        {list.total > 0 && isList && (
          <DataGrid
            label={t('nav.templates')}
            columns={columns}
            items={list.items}
            total={list.total}
            keyOf={keyOf}
            nameOf={nameOf}
            sort={{ by: sort, order }}
            onSort={({ by, order: next }) => {
              const known = contentSorts.find((one) => one === by)
              if (known) change({ sort: known, order: next })
            }}
            menuOf={menuOf}
            onNearEnd={() => void (list.isFetching || list.fetchNextPage())}
            isBusy={list.isFetching}
          />
        )}
        {list.total > 0 && !isList && (
          <>
            <Cards>
              {list.items.map((one) => (
                <LibraryCard
                  key={one.id}
                  template={one}
                  about={<Modified template={one} />}
                  onOpen={() => open(one.id)}
                  menu={<CardMenu name={one.name} entries={menuOf(one)} />}
                />
              ))}
            </Cards>
            {list.items.length < list.total && (
              <div>
                <Button
                  variant="secondary"
                  isPending={list.isFetchingNextPage}
                  onPress={() => void list.fetchNextPage()}
                >
                  {t('templates.more', { count: list.total - list.items.length })}
                </Button>
              </div>
            )}
          </>
        )}
      </div>
      {!isList && <Starters items={starters.data?.items} problem={starters.error} />}
      <DialogContainer onDismiss={() => setCreating(false)}>
        {isCreating && <CreateTemplate onClose={() => setCreating(false)} />}
      </DialogContainer>
      <UseInCampaign id={used} onClose={() => setUsed(undefined)} />
    </Page>
  )
}
