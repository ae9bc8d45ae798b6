import * as endpoints from '@chappe/core/api/feedback-sources'
import * as sources from '../app/feedback-sources.ts'
import { tryMailbox } from '../app/mailbox-trial.ts'
import type { RouteGroup } from './routes.ts'

/** The sources of bounces and complaints, as people manage them. */
export const feedbackSourceRoutes: RouteGroup = (serve) => {
  serve(endpoints.listFeedbackSources, (ctx) => sources.list(ctx))
  serve(endpoints.createFeedbackSource, (ctx, { body }) => sources.create(ctx, body))
  serve(endpoints.saveFeedbackSource, (ctx, { params, body }) => sources.save(ctx, params.id, body))
  serve(endpoints.tryFeedbackSource, (ctx, { params }) => tryMailbox(ctx, params.id))
  serve(endpoints.switchFeedbackSource, (ctx, { params, body }) =>
    sources.setActive(ctx, params.id, body.active),
  )
  serve(endpoints.deleteFeedbackSource, (ctx, { params }) => sources.remove(ctx, params.id))
  serve(endpoints.listFeedback, (ctx, { params }) => sources.lastNotices(ctx, params.id))
  serve(endpoints.getFeedbackMail, (ctx, { params }) => sources.keptMail(ctx, params.id, params.notice))
}

/** The addresses that providers post to. Whoever posts proves who it is by its signature: there is no session here. */
export const webhookRoutes: RouteGroup = (_serve, app, { house }) => {
  // The signature is over the very bytes, whatever they are said to be.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  for (const kind of endpoints.webhookKinds)
    app.post(`/f/:id/${kind}`, async (request, reply) => {
      const { id } = request.params as { id: string }
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      await sources.receive(house, { id, kind }, { headers: request.headers, body })
      return reply.code(204).send()
    })
}
