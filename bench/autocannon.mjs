// The same calls sent by a well-known load generator, as a process of its own: it costs several times what load.mjs
// does, so the server it measures is left with less of the machine, as is usual. Prints calls per second of status 202.
import autocannon from 'autocannon'

/** plan: { port, path, headers, connections, seconds, campaignId, profiles } */
const plan = JSON.parse(process.argv[2])
const body = JSON.stringify({
  requestId: 'autocannon-[<id>]',
  campaignId: plan.campaignId,
  recipients: [
    {
      type: 'external',
      userId: 'p0000001@bench.example',
      namespace: 'email',
      channelData: { emailAddress: 'p0000001@bench.example' },
      context: { order: { number: 'CH-0000001', total: '129.90', currency: 'EUR' }, store: 'Paris 11' },
    },
  ],
})
const result = await autocannon({
  url: `http://127.0.0.1:${plan.port}${plan.path}`,
  method: 'POST',
  headers: { ...plan.headers, 'content-type': 'application/json' },
  body,
  idReplacement: true,
  connections: plan.connections,
  duration: plan.seconds,
})
process.stdout.write(JSON.stringify({ perSecond: result['2xx'] / result.duration, others: result.non2xx }))
