import { type AddressInfo, createServer, type Socket } from 'node:net'

/** What the sink offers: nothing, PIPELINING, or PIPELINING and CHUNKING. */
export type SinkMode = 'plain' | 'pipelining' | 'chunking'

export type SinkOptions = {
  /** 0, the default: any free one. */
  readonly port?: number
  readonly mode?: SinkMode
  /** Told of each accepted message: its last recipient. Costs a little; leave it out to measure throughput. */
  readonly onMessage?: (recipient: string) => void
}

export type Sink = {
  readonly port: number
  /** Messages accepted so far. */
  received(): number
  close(): Promise<void>
}

const finalDot = Buffer.from('\r\n.\r\n')
const ok = '250 2.0.0 Ok\r\n'

/**
 * A relay that accepts everything and keeps nothing, at the least cost: what is measured against it is
 * the sender. Listens on loopback.
 */
export async function startSink({ port = 0, mode = 'chunking', onMessage }: SinkOptions = {}): Promise<Sink> {
  let received = 0
  const sockets = new Set<Socket>()
  const accept = (recipient: string) => {
    received++
    onMessage?.(recipient)
  }
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    serve(socket, mode, onMessage !== undefined, accept)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    received: () => received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function serve(
  socket: Socket,
  mode: SinkMode,
  keepsRecipient: boolean,
  accept: (recipient: string) => void,
): void {
  let inData = false
  let toSkip = 0
  let last = false
  let rest: Buffer = Buffer.alloc(0)
  let recipient = ''
  let answers = ''

  const skip = (octets: Buffer, at: number): number => {
    const skipped = Math.min(toSkip, octets.length - at)
    toSkip -= skipped
    if (toSkip === 0 && last) finish()
    else if (toSkip === 0) answers += ok
    return at + skipped
  }

  const finish = (): void => {
    accept(recipient)
    answers += '250 2.0.0 Ok: queued as sink\r\n'
  }

  const command = (line: Buffer): void => {
    switch (line[0]! | 0x20) {
      case 0x65: // EHLO
        answers += `250-sink.example\r\n${mode === 'plain' ? '' : '250-PIPELINING\r\n'}${mode === 'chunking' ? '250-CHUNKING\r\n' : ''}250 8BITMIME\r\n`
        return
      case 0x64: // DATA
        inData = true
        answers += '354 Go on\r\n'
        return
      case 0x62: {
        // BDAT
        const [, size, flag] = line.toString('latin1').split(' ')
        toSkip = Number(size)
        last = flag?.trim().toUpperCase() === 'LAST'
        if (toSkip === 0) finish()
        return
      }
      case 0x71: // QUIT
        socket.end(`${answers}221 2.0.0 Bye\r\n`)
        answers = ''
        return
      case 0x72: // RCPT, RSET
        if (keepsRecipient && line[1] === 0x43) recipient = /<(.*)>/.exec(line.toString())?.[1] ?? ''
        answers += ok
        return
      default:
        answers += ok
    }
  }

  const read = (octets: Buffer): void => {
    let at = 0
    while (at < octets.length) {
      if (toSkip > 0) {
        at = skip(octets, at)
        continue
      }
      const end = octets.indexOf(inData ? finalDot : '\n', at)
      if (end < 0) {
        // Of a body, only what may be the beginning of the final dot is worth keeping.
        rest = inData ? octets.subarray(Math.max(at, octets.length - 4)) : octets.subarray(at)
        return
      }
      if (inData) {
        inData = false
        finish()
        at = end + finalDot.length
      } else {
        command(octets.subarray(at, end))
        at = end + 1
      }
    }
  }

  socket.write('220 sink.example ESMTP\r\n')
  socket.on('data', (chunk: Buffer) => {
    const octets = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    rest = Buffer.alloc(0)
    read(octets)
    if (answers !== '') socket.write(answers)
    answers = ''
  })
}
