// A load generator that costs little: raw sockets, one request in flight per connection, no parsing beyond the
// status. Started as a process of its own with a JSON plan as its argument; prints a JSON result.
import { connect } from 'node:net'

/**
 * plan: { port, path, headers, connections, seconds, warmup, recipients, profiles, campaignId, run, pace }
 * `profiles`: how many distinct recipients to cycle through. `pace`: calls per second over all connections, or 0.
 */
const plan = JSON.parse(process.argv[2])
const latencies = new Float32Array(4_000_000)
const statuses = {}
let measured = 0
let retryAfter = 0
let sent = 0
let counting = false
let stopped = false

const pad = (number, digits) => String(number).padStart(digits, '0')
const recipient = (n) =>
  `{"type":"external","userId":"p${pad(n % plan.profiles, 7)}@bench.example","namespace":"email","channelData":{"emailAddress":"p${pad(n % plan.profiles, 7)}@bench.example"},"context":{"order":{"number":"CH-${pad(n % 1e7, 7)}","total":"129.90","currency":"EUR","items":[{"name":"Linen shirt","quantity":"1","price":"59.90"},{"name":"Espresso cups","quantity":"2","price":"35.00"}]},"deliveryDate":"2026-12-01","store":"Paris 11"}}`
const body = (n) => {
  const recipients = Array.from({ length: plan.recipients }, (_, i) =>
    recipient(n * plan.recipients + i),
  ).join(',')
  return `{"requestId":"bench-${plan.run}-${pad(n, 9)}","campaignId":"${plan.campaignId}","recipients":[${recipients}]}`
}
const length = Buffer.byteLength(body(0))
const head = `POST ${plan.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n${Object.entries(
  plan.headers,
)
  .map(([name, value]) => `${name}: ${value}\r\n`)
  .join('')}\r\n`

function open() {
  const socket = connect(plan.port, '127.0.0.1')
  socket.setNoDelay(true)
  let begun = 0
  let pending = ''
  const next = () => {
    if (stopped) return socket.destroy()
    begun = performance.now()
    socket.write(head + body(sent++), 'latin1')
  }
  socket.on('connect', () =>
    plan.pace ? setTimeout(next, Math.random() * 1000 * (plan.connections / plan.pace)) : next(),
  )
  socket.on('data', (chunk) => {
    pending = pending ? pending + chunk.toString('latin1') : chunk.toString('latin1')
    const end = pending.indexOf('\r\n\r\n')
    if (end < 0) return
    const size = /content-length: (\d+)/i.exec(pending)
    if (pending.length < end + 4 + Number(size?.[1] ?? 0)) return
    const status = pending.slice(9, 12)
    if (counting && status === '429' && /\r\nretry-after: \d/i.test(pending)) retryAfter++
    pending = ''
    const took = performance.now() - begun
    if (counting) {
      statuses[status] = (statuses[status] ?? 0) + 1
      if (status === '202' && measured < latencies.length) latencies[measured++] = took
    }
    if (plan.pace) setTimeout(next, Math.max(0, 1000 * (plan.connections / plan.pace) - took))
    else next()
  })
  socket.on('error', (error) => {
    statuses[error.code ?? 'error'] = (statuses[error.code ?? 'error'] ?? 0) + 1
    if (!stopped) setTimeout(open, 50)
  })
}

for (let i = 0; i < plan.connections; i++) open()
setTimeout(
  () => {
    counting = true
    const begun = performance.now()
    setTimeout(() => {
      const seconds = (performance.now() - begun) / 1000
      stopped = true
      const sorted = latencies.subarray(0, measured).sort()
      const at = (share) =>
        Number((sorted[Math.min(measured - 1, Math.floor(measured * share))] ?? 0).toFixed(2))
      process.stdout.write(
        JSON.stringify({
          seconds,
          statuses,
          retryAfter,
          accepted: measured,
          perSecond: measured / seconds,
          p50: at(0.5),
          p99: at(0.99),
        }),
      )
      process.exit(0)
    }, plan.seconds * 1000)
  },
  (plan.warmup ?? 1) * 1000,
)
