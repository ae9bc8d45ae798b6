import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Mood = 'works' | 'refuses' | 'hangs' | 'drops' | 'breaks-off' | 'redirects'

/** A service that speaks as much S3 as we use, checks what a real one checks, and misbehaves when told. */
export async function fakeBucket() {
  const objects = new Map<string, { bytes: Buffer; headers: IncomingMessage['headers'] }>()
  let mood: Mood = 'works'
  const server = createServer((request, response) => void answer(request, response).catch(() => {}))

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const bytes = Buffer.concat(chunks)
    if (mood === 'hangs') return
    if (mood === 'drops') return void request.socket.destroy()
    if (mood === 'redirects') return void response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end()
    if (mood === 'refuses' || !isSigned(request, bytes))
      return void response.writeHead(403).end('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>')
    if (request.method === 'PUT') {
      objects.set(request.url!, { bytes, headers: request.headers })
      return void response.writeHead(200).end()
    }
    const object = objects.get(request.url!)
    if (!object) return void response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>')
    response.writeHead(200, { 'content-length': object.bytes.length })
    if (mood !== 'breaks-off') return void response.end(object.bytes)
    response.write(object.bytes.subarray(0, 3), () => request.socket.destroy())
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    is(given: Mood) {
      mood = given
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Signature Version 4 in the header, over the day, the region and the hash of exactly this body. */
function isSigned({ headers, method }: IncomingMessage, bytes: Buffer): boolean {
  const scope = /^AWS4-HMAC-SHA256 Credential=KEYID\/\d{8}\/eu-test-1\/s3\/aws4_request, /
  const signed = /SignedHeaders=([a-z0-9;-]+), Signature=[0-9a-f]{64}$/.exec(headers.authorization ?? '')
  const hash = headers['x-amz-content-sha256']
  const rightHash =
    method !== 'PUT' ||
    (hash === createHash('sha256').update(bytes).digest('hex') &&
      signed?.[1]?.split(';').includes('x-amz-content-sha256') === true)
  return scope.test(headers.authorization ?? '') && signed !== null && rightHash && !!headers['x-amz-date']
}
