// One email of 30 KB by our engine, by Handlebars (precompiled) and by LiquidJS (parsed once), and by us straight into
// MIME. Before anything is timed, all of them must have written the same bytes.
import { cpus, loadavg } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import Handlebars from 'handlebars'
import { Liquid } from 'liquidjs'
import { bundle } from '../scripts/build.mjs'
import { inLiquid, orderEmail, orderScope } from './order-email.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const out = join(root, 'dist/bench')
const origin = 'https://t.shop.example'
const say = (...words) => console.log(...words)
const round = (number) => Math.round(number).toLocaleString('en-US')

export async function run(args) {
  const option = (name, otherwise) =>
    Number(args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise)
  const engine = await ours()
  const messages = Array.from({ length: 500 }, (_, n) => messageOf(n, engine.tokens))
  const rows = await rowsOf(engine)
  check(rows, messages)
  const seconds = option('seconds', 0.4)
  const rounds = option('rounds', 7)
  for (const row of rows) measure(row, messages, seconds)
  for (let n = 0; n < rounds; n++) for (const row of rows) row.runs.push(measure(row, messages, seconds))
  report(rows)
}

async function ours() {
  const server = (path) => join(root, 'packages/server/src', path)
  const entries = {
    'template-compile': join(root, 'packages/core/src/template/compile.ts'),
    'tracked-html': server('app/tracked-html.ts'),
    tracking: server('app/tracking.ts'),
    email: server('channels/email/index.ts'),
    rendering: server('app/rendering/compile.ts'),
  }
  await bundle(entries, out)
  const modules = Object.keys(entries).map((name) => import(pathToFileURL(join(out, `${name}.mjs`)).href))
  const [{ compile }, { compileHtml, compiled }, { trackingTokens }, { mailForm }, { compileVersion }] =
    await Promise.all(modules)
  const tokens = trackingTokens({ derive: (purpose) => Buffer.from(purpose.padEnd(32, '.')) })
  return { compile, compileHtml, compiled, mailForm, compileVersion, tokens }
}

/** What the worker knows of a message, and the scope that its templates read. */
function messageOf(n, tokens) {
  const id = `0198f0a0-0000-7000-8000-${String(n).padStart(12, '0')}`
  const token = tokens.of({ messageId: id, sandboxId: 1 })
  const system = { token, unsubscribeUrl: `${origin}/t/u/${token}`, mirrorUrl: `${origin}/t/m/${token}` }
  const { profile, context } = orderScope(n)
  const to = `p${n}@mail.example`
  const now = new Date()
  return { id, sandboxId: 1, to, profile, context, at: now, now, scope: { profile, context, system } }
}

/** The tracked source, as `compileHtml` makes it: this is what the others are given too. */
function tracked(source) {
  let n = 0
  return source.replace(/href="https?:[^"]*"/g, () => `href="${origin}/t/c/{{system.token}}/${n++}"`)
}

async function rowsOf({ compile, compileHtml, compiled, mailForm, compileVersion, tokens }) {
  const html = orderEmail()
  const source = tracked(html)
  const plain = compile(source, { mode: 'html' }).template
  // Its generated code, loaded as a module the way a build step would have left it.
  const module = `data:text/javascript,${encodeURIComponent(`export default ${Handlebars.precompile(source)}`)}`
  const { default: precompiled } = await import(module)
  const handlebars = Handlebars.template(precompiled)
  const liquid = new Liquid({ outputEscape: 'escape', ownPropertyOnly: true })
  const parsed = liquid.parse(inLiquid(source))
  const tracking = { origin, opens: false, clicks: true, tokens }
  const from = { name: 'Maison Durand', address: 'shop@mail.example' }
  const subject = compiled('Votre commande {{context.order.number}}', 'header')
  const mailOf = (source) => mailForm.compile({ from, subject, html: compileHtml(source, tracking) })
  const straight = mailOf(html)
  const signed = mailOf(orderEmail({ itemLinks: true }))
  const whole = compileVersion(
    { mail: mailForm, publicUrl: origin },
    {
      definition: {
        content: {
          subject: 'Votre commande {{context.order.number}}',
          preheader: 'Livraison le {{context.delivery.date}}',
          html,
          text: '',
        },
        languages: null,
        translations: {},
        tracking: { opens: true, clicks: true },
      },
      fragments: new Map(),
      category: 'transactional',
      settings: {
        trackingOrigin: '',
        senderEmail: from.address,
        senderName: from.name,
        replyToEmail: '',
        replyToName: '',
        bccEmail: '',
      },
      tokens,
    },
  )
  const details = ({ id, to, now }) => ({ messageId: `${id}@mail.example`, date: now, to: { address: to } })
  const row = (name, make, htmlOf) => ({ name, make, htmlOf, runs: [] })
  return [
    row('ours', ({ scope }) => plain.render(scope), String),
    row('Handlebars, precompiled', ({ scope }) => handlebars(scope), String),
    row('LiquidJS, parsed once', ({ scope }) => liquid.renderSync(parsed, scope), String),
    row('ours into MIME: HTML part', (message) => straight.compose(message.scope, details(message)), htmlIn),
    row('… 5 links more, of values', (message) => signed.compose(message.scope, details(message))),
    row(
      'a whole message as sent',
      (message) => whole.compose(message).raw,
      (raw) => withoutExtras(htmlIn(raw)),
    ),
  ]
}

/** The HTML of a message: RFC 2045 6.7 read backwards. */
function htmlIn(raw) {
  const message = raw.toString('latin1')
  const from = message.indexOf('\r\n\r\n', message.indexOf('text/html')) + 4
  const end = message.indexOf('\r\n--=_', from)
  const body = message.slice(from, end < 0 ? -2 : end).replaceAll('=\r\n', '')
  const octets = body.replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(octets, 'latin1').toString().replaceAll('\r\n', '\n')
}

/** Without what only a message that is sent has. */
const withoutExtras = (html) =>
  html.replace(/<div style="display:none[^>]*>[^<]*<\/div>/, '').replace(/<img src="[^"]*\/t\/o\/[^>]*>/, '')

function check(rows, messages) {
  const [{ make }] = rows
  for (const message of messages) {
    const expected = make(message)
    for (const { name, make, htmlOf } of rows.filter(({ htmlOf }) => htmlOf)) {
      const got = htmlOf(make(message))
      if (got === expected) continue
      const at = [...expected].findIndex((_, i) => got[i] !== expected[i])
      throw new Error(
        `${name} wrote something else at ${at}: ${JSON.stringify(got.slice(at - 40, at + 40))} instead of ${JSON.stringify(expected.slice(at - 40, at + 40))}`,
      )
    }
  }
  const [message] = messages
  say(
    `\nThe same ${round(messages.length)} messages by all: ${round(Buffer.byteLength(make(message)))} bytes of HTML each, equal to the byte`,
  )
}

let eaten = 0

/** A text is read in its middle, which makes the engine put its pieces together: an unread rope is no rendering. */
const eat = (made) => {
  eaten += typeof made === 'string' ? made.charCodeAt(made.length >> 1) : made[made.length >> 1]
}

/** Messages per second of CPU time: what other programs take of a shared machine is not counted, our own GC is. */
function measure({ make }, messages, seconds) {
  const cpu = process.cpuUsage()
  const end = performance.now() + seconds * 1000
  let count = 0
  while (performance.now() < end) for (let i = 0; i < 25; i++) eat(make(messages[count++ % messages.length]))
  const { user, system } = process.cpuUsage(cpu)
  return (count * 1_000_000) / (user + system)
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]

function report(rows) {
  const [own, handlebars] = rows
  say(
    `Node ${process.versions.node}, ${cpus()[0].model}; one thread; load average ${loadavg()[0].toFixed(1)}\n`,
  )
  say(`${''.padEnd(28)} messages/s per core        CPU µs   × Handlebars   × ours`)
  for (const { name, runs } of rows) {
    const rate = median(runs)
    const range = `(${round(Math.min(...runs))}–${round(Math.max(...runs))})`
    const against = (other) => (rate / median(other.runs)).toFixed(2)
    say(
      `${name.padEnd(28)} ${round(rate).padStart(7)} ${range.padEnd(17)} ${(1e6 / rate).toFixed(1).padStart(7)}   ${against(handlebars).padStart(12)}   ${against(own).padStart(6)}`,
    )
  }
  if (eaten === 0) throw new Error('Nothing was made')
}
