import { expect, test } from 'vitest'
import { persist } from './persist.ts'

const refusing = (code: string, times: number) => {
  let left = times
  return async () => {
    if (left-- > 0) throw Object.assign(new Error('refused'), { code })
    return 'written'
  }
}
const never = () => false

test.each([
  ['a full disk', '53100'],
  ['a lack of memory', '53200'],
  ['a deadlock', '40P01'],
])('%s is waited out: what is known is written when there is room', async (_, code) => {
  expect(await persist(refusing(code, 3), never)).toBe('written')
})

test('a mistake is none the better for being made again, and whoever must go does not wait', async () => {
  await expect(persist(refusing('23505', 1), never)).rejects.toThrow('refused')
  await expect(persist(refusing('53100', 9), () => true)).rejects.toThrow('refused')
})
