import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { certificate } from '../channels/email/testing/certificate.ts'
import { inboundNames } from './child.ts'
import { readCertificate } from './inbound.ts'
import { checkPort } from './port.ts'
import { Refusal } from './refusal.ts'

test('a certificate that is missing, or not one, is told before anything is started', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chappe-certificate-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const at = { host: '127.0.0.1', port: 1, certificate: join(folder, 'c.pem'), key: join(folder, 'k.pem') }
  expect(() => readCertificate(at)).toThrow(Refusal)
  writeFileSync(at.certificate, certificate.cert)
  writeFileSync(at.key, 'no key')
  expect(() => readCertificate(at)).toThrow(
    /CHAPPE_INBOUND_CERTIFICATE and CHAPPE_INBOUND_KEY cannot be used/,
  )
  writeFileSync(at.key, certificate.key)
  expect(readCertificate(at)).toEqual(certificate)
  expect(readCertificate({ ...at, certificate: undefined, key: undefined })).toBeUndefined()
})

test('a port for mail that is in use is told by the name of its own setting', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  await expect(checkPort({ host: '127.0.0.1', port }, 0, inboundNames)).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is in use by another program. Stop it, or set CHAPPE_INBOUND_PORT to another one.`,
  )
})
