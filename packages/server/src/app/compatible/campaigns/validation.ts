import type { Alert } from '@chappe/core/campaign/review'
import { problems } from '@chappe/core/kit/problem'
import type { z } from 'zod'
import type { Ctx } from '../../../context.ts'
import { review } from '../../review.ts'
import { known } from '../campaigns.ts'
import { filterOf } from '../filter/check.ts'
import { matches, type Properties, sortedBy } from '../filter/match.ts'
import { campaignsPath } from './model.ts'
import { orderOf, pageModel, type ValidationQuery } from './pages.ts'
import { sentence } from './words.ts'

type Notification = ReturnType<typeof model>

const properties: Properties<Notification> = {
  type: { kind: 'word', of: ({ type }) => type },
  title: { kind: 'text', of: ({ title }) => title },
  message: { kind: 'text', of: ({ message }) => message },
  status: { kind: 'number', of: ({ status }) => status },
  'report.additionalContext.errorLevel': {
    kind: 'word',
    of: ({ report }) => report.additionalContext.errorLevel,
  },
}
const orders = ['type', 'title', 'message', 'status']

/** What stands against activating the draft, or else the live version, errors and warnings. */
export async function validation(ctx: Ctx, campaignId: string, query: z.output<typeof ValidationQuery>) {
  const { id } = await known(ctx, campaignId)
  const filter = filterOf(query.property, properties)
  const { orderBy, descending } = orderOf(query.orderby, orders)
  const { alerts } = await review(ctx, id)
  const found = alerts.map((alert) => model(id, alert)).filter((one) => matches(filter, one, properties))
  const { count, page } = query
  const data = sortedBy(found, properties[orderBy]!, descending).slice(page * count, (page + 1) * count)
  return pageModel(`${campaignsPath}/${id}/publish/validation`, 'notification', query, {
    data,
    total: found.length,
  })
}

const sources: Readonly<Record<Alert['tab'], string>> = {
  properties: 'CAMPAIGN',
  actions: 'SURFACE',
  content: 'MESSAGE',
  audience: 'UPSTREAM',
  schedule: 'CAMPAIGN',
}

function model(sourceId: string, { code, level, tab, field, message, params }: Alert) {
  const { status } = problems['campaign/not-ready']
  return {
    type: `/alerts/${code}`,
    title: sentence(code.replaceAll('-', ' ')),
    message,
    status,
    report: {
      additionalContext: {
        source: sources[tab],
        sourceId,
        errorLevel: level.toUpperCase(),
        channel: 'email',
        parameters: { [field]: params },
      },
    },
  }
}
