// The plain baseline: the same HTTP server as the execution API's (node:http), reading the body and answering 202
// with the same answer and headers, and doing nothing else.
import { createServer } from 'node:http'

const answer =
  '{"executionId":"019aa5f0-0000-7000-8000-000000000000","requestId":"bench-000000-000000000","createdAt":"2026-01-01T00:00:00.000Z","createdBy":"bench","modifiedAt":"2026-01-01T00:00:00.000Z","modifiedBy":"bench"}'
const server = createServer((request, response) => {
  request.on('data', () => {})
  request.on('end', () => {
    response.writeHead(202, { 'Content-Type': 'application/json', 'Content-Length': answer.length })
    response.end(answer)
  })
})
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () =>
  process.send?.({ port: server.address().port }),
)
process.on('disconnect', () => process.exit(0))
