import { Problem, type ProblemType, problems } from '@chappe/core/kit/problem'
import type { FastifyReply } from 'fastify'
import manifest from '../../../../package.json' with { type: 'json' }
import { docsPage, problemPage } from './docs-page.ts'
import { openApi } from './openapi.ts'
import type { RouteGroup } from './routes.ts'
import { newNonce, pagePolicy } from './security.ts'

/** `/openapi.json`, the same to read at `/docs`, and a page for every type of problem. */
export const documentationRoutes: RouteGroup = (_serve, app, { house }) => {
  const document = openApi({ publicUrl: house.publicUrl, version: manifest.version })
  const json = JSON.stringify(document)

  app.get('/openapi.json', (_, reply) => reply.type('application/json; charset=utf-8').send(json))
  app.get('/docs', (_, reply) => answer(reply, (nonce) => docsPage(document, nonce)))
  app.get<{ Params: { room: string; name: string } }>('/problems/:room/:name', ({ params }, reply) => {
    const type = `${params.room}/${params.name}`
    if (!Object.hasOwn(problems, type))
      throw new Problem('request/not-found', 'There is no problem of this type.')
    return answer(reply, (nonce) => problemPage(type as ProblemType, nonce))
  })
}

function answer(reply: FastifyReply, page: (nonce: string) => string): FastifyReply {
  const nonce = newNonce()
  return reply
    .header('content-security-policy', pagePolicy(nonce))
    .type('text/html; charset=utf-8')
    .send(page(nonce))
}
