import * as endpoints from '@chappe/core/api/topics'
import * as topics from '../app/topics.ts'
import type { RouteGroup } from './routes.ts'

export const topicRoutes: RouteGroup = (serve) => {
  serve(endpoints.listTopics, (ctx) => topics.list(ctx))
  serve(endpoints.createTopic, (ctx, { body }) => topics.create(ctx, body))
  serve(endpoints.getTopic, (ctx, { params }) => topics.get(ctx, params.key))
  serve(endpoints.saveTopic, (ctx, { params, body }) => topics.save(ctx, params.key, body))
  serve(endpoints.orderTopics, (ctx, { body }) => topics.order(ctx, body))
  serve(endpoints.archiveTopic, (ctx, { params }) => topics.archive(ctx, params.key))
  serve(endpoints.restoreTopic, (ctx, { params }) => topics.restore(ctx, params.key))
}
