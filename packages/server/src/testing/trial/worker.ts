import { runChild } from '../../launch/child.ts'

await runChild('worker', async () => {
  const idle = setInterval(() => {}, 1000)
  return { stop: async () => clearInterval(idle) }
})
