// The other side: a mail server that misbehaves when it is told to, as a process of its own. What it takes is in its
// record before it is answered for: a line `a <message id> <recipient> <begun> <taken>`, `s` instead of `a` when the
// connection was dropped instead of the answer. Milliseconds of the real clock.
//   node sink.mjs <port> <record>
import { openSync, writeSync } from 'node:fs'
import { createServer } from 'node:net'

const [port, record] = [Number(process.argv[2]), process.argv[3]]
const out = openSync(record, 'a')
const sockets = new Set()
/** What is wrong now: messages left to cut, swallow or put off, and until when it is slow or silent. */
const wrong = { cut: 0, swallow: 0, storm: 0, slowUntil: 0, delay: 0, silentUntil: 0 }
let received = 0
let born = 0
let server

const take = (kind, { id, to, begun }) => {
  received++
  return `${kind} ${id} ${to} ${begun} ${Date.now()}\n`
}

function serve(socket) {
  // Relays differ: some offer nothing, some PIPELINING, some CHUNKING as well.
  const offers = born++ % 3
  let input = Buffer.alloc(0)
  let mail = null
  let inData = false
  let toSkip = -1
  let answers = ''
  let lines = ''
  let dropping = false
  let sending = false

  const answer = (text) => (answers += `${text}\r\n`)

  const end = (body) => {
    const id = /^(?:Message-ID|X-Chappe-Message): *<?([0-9a-f-]{36})/im.exec(body.toString('latin1'))?.[1]
    const { to, putOff } = mail
    const message = { ...mail, id: id ?? 'unknown' }
    mail = null
    if (!to) return answer('554 5.5.1 Nobody to give it to')
    if (wrong.swallow > 0) {
      wrong.swallow--
      lines += take('s', message)
      dropping = true
    } else if (putOff) answer('451 4.3.0 Later, please')
    else {
      lines += take('a', message)
      answer('250 2.0.0 Ok: taken')
    }
  }

  const command = (line) => {
    const word = line.slice(0, 4).toUpperCase()
    if (word === 'EHLO')
      return answer(
        `250-sink.example\r\n${offers > 0 ? '250-PIPELINING\r\n' : ''}${offers > 1 ? '250-CHUNKING\r\n' : ''}250 8BITMIME`,
      )
    if (word === 'MAIL') {
      mail = { begun: Date.now(), to: '', cut: wrong.cut > 0 && wrong.cut-- > 0, putOff: false }
      return answer('250 2.1.0 Ok')
    }
    if (word === 'RCPT') {
      const to = /<(.*)>/.exec(line)?.[1] ?? ''
      if (to.startsWith('refused-')) return answer('550 5.1.1 No such user')
      const early = wrong.storm > 0 && wrong.storm % 2 === 0
      if (wrong.storm > 0) wrong.storm--
      if (early) return answer('450 4.2.1 Busy')
      if (mail) Object.assign(mail, { to, putOff: wrong.storm > 0 })
      return answer('250 2.1.5 Ok')
    }
    if (word === 'DATA') {
      if (!mail?.to) return answer('554 5.5.1 No valid recipients')
      inData = true
      return answer('354 Go on')
    }
    if (word === 'BDAT') {
      toSkip = Number(line.split(' ')[1])
      mail ??= { begun: Date.now(), to: '' }
      return
    }
    if (word === 'QUIT') {
      answer('221 2.0.0 Bye')
      return socket.end()
    }
    if (word === 'RSET') mail = null
    return answer('250 2.0.0 Ok')
  }

  const step = () => {
    if (inData || toSkip >= 0) {
      if (mail?.cut && input.length > 0) return (dropping = true) && false
      const size = inData ? input.indexOf('\r\n.\r\n') : toSkip
      if (size < 0 || input.length < size) return false
      const body = input.subarray(0, size)
      input = input.subarray(size + (inData ? 5 : 0))
      inData = false
      toSkip = -1
      end(body)
      return true
    }
    const size = input.indexOf('\r\n')
    if (size < 0) return false
    const line = input.subarray(0, size).toString('latin1')
    input = input.subarray(size + 2)
    command(line)
    return true
  }

  const send = () => {
    const now = Date.now()
    const wait = Math.max(wrong.silentUntil - now, now < wrong.slowUntil ? wrong.delay : 0)
    if (wait > 0 && !sending) {
      sending = true
      setTimeout(() => {
        sending = false
        if (Date.now() < wrong.silentUntil) return send()
        flush()
      }, wait)
    } else if (!sending) flush()
  }
  const flush = () => {
    if (answers !== '' && !socket.destroyed) socket.write(answers)
    answers = ''
  }

  sockets.add(socket)
  socket.on('error', () => socket.destroy())
  socket.on('close', () => sockets.delete(socket))
  socket.on('data', (chunk) => {
    if (dropping) return
    input = input.length > 0 ? Buffer.concat([input, chunk]) : chunk
    while (!dropping && step());
    if (lines !== '') writeSync(out, lines)
    lines = ''
    if (dropping) {
      flush()
      return socket.destroySoon()
    }
    send()
  })
  answer('220 sink.example ESMTP')
  send()
}

const open = () => {
  server = createServer({ noDelay: true }, serve)
  server.on('error', () => setTimeout(open, 50))
  server.listen(port, '127.0.0.1', () => process.send?.({ ready: true }))
}

const orders = {
  refuse({ ms }) {
    server.close()
    for (const socket of sockets) socket.destroy()
    setTimeout(open, ms)
  },
  cut: ({ messages }) => (wrong.cut += messages),
  swallow: ({ messages }) => (wrong.swallow += messages),
  storm: ({ messages }) => (wrong.storm += messages),
  slow: ({ ms, delay }) => Object.assign(wrong, { slowUntil: Date.now() + ms, delay }),
  hang: ({ ms }) => (wrong.silentUntil = Date.now() + ms),
  calm: () => Object.assign(wrong, { cut: 0, swallow: 0, storm: 0, slowUntil: 0, silentUntil: 0 }),
}
process.on('message', ({ order, ...how }) => orders[order](how))
process.on('disconnect', () => process.exit(0))
setInterval(() => process.connected && process.send({ received }), 50)
open()
