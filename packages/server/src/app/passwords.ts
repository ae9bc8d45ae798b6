import { randomBytes, randomInt, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** Cost of scrypt (RFC 7914): `ln` is the logarithm of N. */
export interface Cost {
  ln: number
  r: number
  p: number
}

/** OWASP's setting for 32 MB: N = 2^15, r = 8, p = 3. */
export const currentCost: Cost = { ln: 15, r: 8, p: 3 }

const length = 32

/** Hashes a password into a string that carries its parameters: `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`. */
export async function hashPassword(password: string, cost: Cost = currentCost): Promise<string> {
  const salt = randomBytes(16)
  const hash = await stretch(password, salt, cost)
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${unpadded(salt)}$${unpadded(hash)}`
}

/** Compares in constant time. A string that is no hash of ours fits no password. */
export async function fits(password: string, stored: string): Promise<boolean> {
  const parsed = parse(stored)
  if (!parsed) return false
  return timingSafeEqual(await stretch(password, parsed.salt, parsed.cost), parsed.hash)
}

/** Whether a hash was made at another cost than today's, so that the next sign-in should renew it. */
export function isOutdated(stored: string): boolean {
  const cost = parse(stored)?.cost
  return !cost || cost.ln !== currentCost.ln || cost.r !== currentCost.r || cost.p !== currentCost.p
}

/** A hash that no password fits, at today's cost: verifying against it takes what a real one takes. */
export const nobodysHash = `$scrypt$ln=${currentCost.ln},r=${currentCost.r},p=${currentCost.p}$${'A'.repeat(22)}$${'A'.repeat(43)}`

/** A password for people to type: 20 characters of an alphabet without look-alikes, 98 bits. */
export function generatePassword(): string {
  const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'
  const letters = Array.from({ length: 20 }, () => alphabet[randomInt(alphabet.length)])
  return letters.join('').replace(/(.{5})(?=.)/g, '$1-')
}

function parse(stored: string) {
  const match = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]{22})\$([\w+/]{43})$/.exec(stored)
  if (!match) return undefined
  const [, ln, r, p, salt, hash] = match as unknown as [string, string, string, string, string, string]
  return {
    cost: { ln: Number(ln), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  }
}

const stretch = (password: string, salt: Buffer, { ln, r, p }: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const N = 2 ** ln
    const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r }
    // The same letters typed on another keyboard may be composed otherwise (RFC 8265 asks for NFC).
    scrypt(password.normalize('NFC'), salt, length, options, (error, hash) =>
      error ? reject(error) : resolve(hash),
    )
  })

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')
