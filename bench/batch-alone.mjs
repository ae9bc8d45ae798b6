// The baselines of the batch benchmark that need no database; their process begins with them.
import { bareLoop, composer, forNodemailer, nodemailerPool, ready } from './batch-baselines.mjs'

const bundled = ['smtp', 'rendering', 'email', 'tracking', 'definition', 'contents', 'settings']
const { port, count } = JSON.parse(process.argv[2])
const modules = Object.assign(
  {},
  ...(await Promise.all(bundled.map((name) => import(`../dist/bench/${name}.mjs`)))),
)
const maker = await composer(modules)
const settings = modules.smtp.config.parse({ host: '127.0.0.1', port, security: 'none', connections: 4 })
const relay = modules.openRelay(settings, { now: () => new Date(), allowPrivate: true })
const made = Array.from({ length: 200 }, (_, n) => maker.compose(n))
const few = Math.min(count, 4_000)
await bareLoop(relay, few, maker.compose)
const results = {
  'our SMTP client alone, messages made on the way': await bareLoop(relay, count, maker.compose),
  'our SMTP client alone, messages made before': await bareLoop(relay, count, (n) => made[n % 200]),
  'nodemailer’s pool, which makes the messages': await nodemailerPool(port, few, forNodemailer(maker)),
  'nodemailer’s pool, messages made before': await nodemailerPool(port, few, (n) => ready(made[n % 200])),
}
await relay.close()
process.send(results, () => process.exit())
