import { expect } from 'vitest'
import { conformance } from '../testing/conformance.ts'
import { fakeRelay } from '../testing/fake-relay.ts'
import { aSender, modes } from '../testing/stage.ts'

const refusals: [string, string][] = [
  ['bounce', '550 5.1.1 No such user'],
  ['full', '452 4.2.2 Mailbox full'],
  ['defer', '451 4.4.1 No answer from the host'],
]

for (const [mode, offers] of Object.entries(modes))
  conformance(`an SMTP relay, ${mode}`, async () => {
    const relay = await fakeRelay({
      offers,
      script: { rcpt: (to) => refusals.find(([start]) => to.startsWith(start))?.[1] },
    })
    return {
      sender: aSender(relay.port),
      arrived: () => relay.mails.flatMap(({ to, raw }) => to.map((each) => ({ to: each, raw }))),
      async close() {
        await relay.close()
        expect(relay.violations).toEqual([])
      },
    }
  })
