// The plain baselines, both answering 202 with the same body and headers and doing nothing else: the HTTP server of
// the execution API (node:http) that reads the body, and Fastify that parses it, as a service is usually written.
import { createServer } from 'node:http'
import fastify from 'fastify'

const answer =
  '{"executionId":"019aa5f0-0000-7000-8000-000000000000","requestId":"bench-000000-000000000","createdAt":"2026-01-01T00:00:00.000Z","createdBy":"bench","modifiedAt":"2026-01-01T00:00:00.000Z","modifiedBy":"bench"}'
const plain = createServer((request, response) => {
  request.on('data', () => {})
  request.on('end', () => {
    response.writeHead(202, { 'Content-Type': 'application/json', 'Content-Length': answer.length })
    response.end(answer)
  })
})
const framework = fastify()
framework.post('/', (_, reply) => reply.code(202).type('application/json').send(answer))

await framework.listen({ port: 0, host: '127.0.0.1' })
plain.listen(0, '127.0.0.1', () =>
  process.send?.({ port: plain.address().port, framework: framework.server.address().port }),
)
process.on('disconnect', () => process.exit(0))
