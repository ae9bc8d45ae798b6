import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** Somebody who speaks SMTP line by line, well or badly. */
export interface Caller {
  /** Says a line and answers the last line of what is answered; '' when the connection ends instead. */
  say(line: string): Promise<string>
  /** Says octets as they are, and hears nothing. */
  blurt(octets: string): void
  hear(): Promise<string>
  secure(): Promise<void>
  /** Says no more, and still listens. */
  halfClose(): void
  hangUp(): void
}

export async function call(port: number): Promise<Caller> {
  let socket: Socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  let buffer = ''
  let over = false
  let wake = () => {}
  const listen = () => {
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      buffer += chunk.toString('latin1')
      wake()
    })
    const end = () => {
      over = true
      wake()
    }
    socket.on('end', end)
    socket.on('close', end)
  }
  listen()
  const hear = async (): Promise<string> => {
    for (;;) {
      const [, line] = /^(?:\d{3}-.*\r\n)*(\d{3} .*)\r\n/.exec(buffer) ?? []
      if (line !== undefined) {
        buffer = buffer.slice(buffer.indexOf(line) + line.length + 2)
        return line
      }
      if (over) return ''
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  const caller: Caller = {
    async say(line) {
      socket.write(`${line}\r\n`)
      return hear()
    },
    blurt: (octets) => void socket.write(octets, 'latin1'),
    hear,
    async secure() {
      socket.removeAllListeners('data')
      socket = connectTls({ socket, rejectUnauthorized: false })
      listen()
      await new Promise((resolve) => socket.once('secureConnect', resolve))
    },
    halfClose: () => void socket.end(),
    hangUp: () => socket.destroy(),
  }
  await hear()
  return caller
}
