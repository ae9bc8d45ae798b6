// Reads mailboxes of a real Dovecot (Debian: dovecot-imapd, dovecot-pop3d; run as root) over IMAP and POP3, and says
// what came of it. The tests use fakes that misbehave; this is the proof that a real server is understood as well.
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { bundle } from './build.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const email = join(root, 'packages/server/src/channels/email')
const out = join(root, 'dist/try')
await bundle(
  { mailbox: join(email, 'mailbox/index.ts'), certificate: join(email, 'testing/certificate.ts') },
  out,
)
const load = (name) => import(pathToFileURL(join(out, `${name}.mjs`)).href)
const { mailboxes } = await load('mailbox')
const { certificate } = await load('certificate')

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
const ports = {}
for (const name of ['imap', 'imaps', 'pop3', 'pop3s']) ports[name] = await freePort()

const folder = mkdtempSync('/tmp/chappe-dovecot-')
chmodSync(folder, 0o755)
const nobody = Number(execFileSync('id', ['-u', 'nobody']))
const group = Number(execFileSync('id', ['-g', 'nobody']))
const box = join(folder, 'box')
for (const part of ['', '/new', '/cur', '/tmp']) {
  mkdirSync(box + part)
  chownSync(box + part, nobody, group)
}
const count = 300
const mail = (n) =>
  `From: a@b.example\r\nSubject: mail ${n}\r\n\r\n${n % 7 === 0 ? '.begins with a dot\r\n..\r\n' : ''}${'é '.repeat(n % 50)}\r\nend ${n}\r\n`
for (let n = 0; n < count; n++) {
  const path = join(box, 'new', `${1_700_000_000 + n}.M${n}.host`)
  writeFileSync(path, mail(n))
  chownSync(path, nobody, group)
}
writeFileSync(join(folder, 'cert.pem'), certificate.cert)
writeFileSync(join(folder, 'key.pem'), certificate.key, { mode: 0o600 })
writeFileSync(join(folder, 'users'), 'bounces:{PLAIN}secret\n', { mode: 0o644 })
writeFileSync(
  join(folder, 'dovecot.conf'),
  `base_dir = ${folder}/run
log_path = ${folder}/log
listen = 127.0.0.1
protocols = imap pop3
ssl = yes
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
disable_plaintext_auth = no
pop3_no_flag_updates = yes
first_valid_uid = 1
mail_uid = ${nobody}
mail_gid = ${group}
mail_location = maildir:${box}
auth_failure_delay = 0
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = static
  args = uid=${nobody} gid=${group} home=${folder}
}
service imap-login {
  inet_listener imap {
    port = ${ports.imap}
  }
  inet_listener imaps {
    port = ${ports.imaps}
    ssl = yes
  }
}
service pop3-login {
  inet_listener pop3 {
    port = ${ports.pop3}
  }
  inet_listener pop3s {
    port = ${ports.pop3s}
    ssl = yes
  }
}
`,
)
const dovecot = spawn('dovecot', ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'inherit' })
const ended = new Promise((resolve) => dovecot.once('exit', resolve))
const check = (what, is) => {
  if (!is) throw new Error(`Not so: ${what}`)
  console.log(`  ${what}`)
}

const open = mailboxes({ allowPrivate: true })
const settings = (port, given = {}) => ({
  host: '127.0.0.1',
  port,
  security: 'none',
  verifyCertificate: false,
  username: 'bounces',
  password: 'secret',
  folder: 'INBOX',
  after: 'keep',
  moveTo: '',
  ...given,
})
const refusal = (attempt) =>
  attempt.then(
    () => undefined,
    (error) => error,
  )

try {
  for (let n = 0; n < 50 && (await refusal(open('imap', settings(ports.imap)))); n++) await sleep(100)
  console.log(execFileSync('dovecot', ['--version']).toString().trim())
  for (const [kind, plain, tls] of [
    ['imap', ports.imap, ports.imaps],
    ['pop3', ports.pop3, ports.pop3s],
  ]) {
    console.log(kind)
    for (const [security, port] of [
      ['none', plain],
      ['starttls', plain],
      ['tls', tls],
    ]) {
      const since = performance.now()
      const reading = await open(kind, settings(port, { security }))
      const ids = await reading.list(0)
      let same = 0
      for (const [n, id] of ids.entries())
        if ((await reading.fetch(id, 100_000))?.toString().trimEnd() === mail(n).trimEnd()) same++
      await reading.end()
      const seconds = (performance.now() - since) / 1_000
      check(
        `${security}: ${same} of ${reading.total} mails octet for octet, ${Math.round(same / seconds)}/s`,
        same === count,
      )
    }
    const wrong = await refusal(open(kind, settings(plain, { password: 'wrong' })))
    check(`a wrong password: ${wrong?.why}, "${wrong?.message}"`, wrong?.why === 'refused')
    const bad = await refusal(open(kind, settings(tls, { security: 'tls', verifyCertificate: true })))
    check(`a certificate of nobody: ${bad?.why}`, bad?.why === 'unreachable')
  }

  const imap = async (given, work) => {
    const reading = await open('imap', settings(ports.imap, given))
    const result = await work(reading)
    await reading.end()
    return result
  }
  const ids = await imap({}, (reading) => reading.list(0))
  console.log('put away')
  await imap({ after: 'seen' }, (reading) => reading.putAway(ids.slice(0, 10)))
  const seen = readdirSync(join(box, 'cur')).filter((name) => name.endsWith('S')).length
  check(`imap: ${seen} marked as seen`, seen === 10)
  const missing = await refusal(
    imap({ after: 'move', moveTo: 'Done' }, (reading) => reading.putAway(ids.slice(0, 10))),
  )
  check(`imap: a folder that is not there: "${missing?.message}"`, missing?.why === 'unreachable')
  mkdirSync(join(box, '.Done'))
  for (const part of ['', '/new', '/cur', '/tmp']) {
    mkdirSync(join(box, `.Done${part}`), { recursive: true })
    chownSync(join(box, `.Done${part}`), nobody, group)
  }
  await imap({ after: 'move', moveTo: 'Done' }, (reading) => reading.putAway(ids.slice(0, 10)))
  const moved = await imap({ folder: 'Done' }, async (reading) => reading.total)
  check(`imap: ${moved} moved`, moved === 10)
  await imap({ after: 'delete' }, (reading) => reading.putAway(ids.slice(10, 20)))
  const left = await imap({}, (reading) => reading.list(0))
  check(`imap: ${count - 10 - left.length} deleted`, left.length === count - 20)
  const above = await imap({}, (reading) => reading.list(Number(left.at(-2))))
  check(`imap: ${above.length} above the last but one`, above.length === 1)

  const pop3 = await open('pop3', settings(ports.pop3, { after: 'delete' }))
  const names = await pop3.list(0)
  await pop3.putAway(names.slice(0, 30))
  await pop3.end()
  const after = await open('pop3', settings(ports.pop3))
  check(`pop3: ${names.length - after.total} deleted`, names.length - after.total === 30)
  after.destroy()
  console.log('All as it should be.')
} finally {
  dovecot.kill('SIGTERM')
  await ended
  rmSync(folder, { recursive: true, force: true })
  rmSync(out, { recursive: true, force: true })
}
