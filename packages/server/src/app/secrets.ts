import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import type { Secrets } from '../context.ts'

// A sealed value:   version 1 · key id 4 · nonce 12 · tag 16 · ciphertext
// Everything before the nonce, and the purpose, is authenticated with it.
const version = 1
const sizes = { head: 5, nonce: 12, tag: 16 } as const
const overhead = sizes.head + sizes.nonce + sizes.tag

/**
 * Opens the installation's secrets (AES-256-GCM, NIST SP 800-38D; keys derived by HKDF, RFC 5869). The first
 * master key seals and derives; the others only open what was sealed before a rotation. A key has 32 bytes.
 */
export function openSecrets(masterKeys: readonly Buffer[]): Secrets {
  const [current, ...older] = masterKeys.map(sealingKey)
  const master = masterKeys[0]
  if (!current || !master) throw new Error('There is no secret key.')
  const keys = [current, ...older]

  return {
    seal(purpose, plain) {
      const head = Buffer.concat([Buffer.of(version), current.id])
      const nonce = randomBytes(sizes.nonce)
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce).setAAD(bound(head, purpose))
      const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Buffer.concat([head, nonce, cipher.getAuthTag(), ciphertext])
    },

    open(purpose, sealed) {
      const head = sealed.subarray(0, sizes.head)
      if (sealed.length < overhead || head[0] !== version)
        throw new Error(`The sealed ${purpose} is not a value that this Chappe has sealed.`)
      const known = keys.find(({ id }) => id.equals(head.subarray(1)))
      if (!known) throw new Error(`The ${purpose} was sealed with a secret key that is not given any more.`)
      const nonce = sealed.subarray(sizes.head, sizes.head + sizes.nonce)
      const tag = sealed.subarray(sizes.head + sizes.nonce, overhead)
      try {
        const decipher = createDecipheriv('aes-256-gcm', known.key, nonce, { authTagLength: sizes.tag })
        decipher.setAAD(bound(head, purpose)).setAuthTag(tag)
        return Buffer.concat([decipher.update(sealed.subarray(overhead)), decipher.final()]).toString('utf8')
      } catch (error) {
        throw new Error(`The sealed ${purpose} was changed, or belongs to another place.`, { cause: error })
      }
    },

    derive: (use) => derived(master, `derive ${use}`),
  }
}

const derived = (master: Buffer, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `chappe ${use}`, 32))

function sealingKey(master: Buffer): { id: Buffer; key: Buffer } {
  if (master.length !== 32) throw new Error('A secret key has 32 bytes.')
  const key = derived(master, 'seal')
  return { id: createHash('sha256').update(derived(master, 'key id')).digest().subarray(0, 4), key }
}

const bound = (head: Buffer, purpose: string): Buffer => Buffer.concat([head, Buffer.from(purpose, 'utf8')])
