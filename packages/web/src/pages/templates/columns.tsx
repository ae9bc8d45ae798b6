import { Link } from '@tanstack/react-router'
import type { Column } from '../../parts/grid/column.ts'
import { When } from '../../parts/When.tsx'
import type { Words } from '../../text.ts'
import type { TemplateSummary } from '../campaign/content/gallery/LibraryCard.tsx'
import css from './templates.module.css'

export const TagList = ({ tags }: { tags: readonly string[] }) =>
  tags.length > 0 && (
    <span className={css.tags} title={tags.join(', ')}>
      {tags.map((tag) => (
        <span key={tag}>{tag}</span>
      ))}
    </span>
  )

/** Under the name on a card. */
export const Modified = ({ template }: { template: TemplateSummary }) => (
  <>
    <span>
      {template.modifiedBy}, <When instant={template.modifiedAt} as="relative" />
    </span>
    <TagList tags={template.tags} />
  </>
)

/** The library's columns in the reader's language. */
export const columnsOf = (t: Words): Column<TemplateSummary>[] => [
  {
    id: 'name',
    label: t('templates.column.name'),
    width: 300,
    sort: 'asc',
    render: ({ id, name }) => (
      <Link to="/templates/$id" params={{ id }} title={name}>
        {name}
      </Link>
    ),
  },
  {
    id: 'subject',
    label: t('templates.column.subject'),
    width: 280,
    render: ({ subject }) => <span title={subject}>{subject}</span>,
  },
  {
    id: 'tags',
    label: t('templates.column.tags'),
    width: 180,
    render: ({ tags }) => <TagList tags={tags} />,
  },
  {
    id: 'modifiedAt',
    label: t('templates.column.modifiedAt'),
    width: 180,
    sort: 'desc',
    render: ({ modifiedAt }) => <When instant={modifiedAt} />,
  },
  {
    id: 'modifiedBy',
    label: t('templates.column.modifiedBy'),
    width: 150,
    render: ({ modifiedBy }) => modifiedBy,
  },
  {
    id: 'createdAt',
    label: t('templates.column.createdAt'),
    width: 180,
    sort: 'desc',
    render: ({ createdAt }) => <When instant={createdAt} />,
  },
]
