import { asExecutionId, messageIdOf } from '@chappe/core/kit/ids'
import { beforeAll, expect, test } from 'vitest'
import { newId } from '../ids.ts'
import { aHouse, type TestHouse } from '../testing/house.ts'
import { aLiveCampaign } from '../testing/live-campaign.ts'
import { status } from './execution-status.ts'

let house: TestHouse
const id = asExecutionId(newId())

beforeAll(async () => {
  house = await aHouse()
  const { sandboxId } = house.ctx
  const campaignId = await aLiveCampaign(house.db, sandboxId)
  const recipients = ['first@example.com', 'second@example.com'].map((userId) => ({
    type: 'aep',
    userId,
    namespace: 'email',
  }))
  const of = { sandboxId, campaignId, version: 1, createdAt: new Date() }
  await house.db
    .insertInto('execution')
    .values({
      ...of,
      id,
      batchId: 1,
      requestId: 'r-1',
      fingerprint: Buffer.alloc(32),
      recipients: 2,
      body: JSON.stringify({ requestId: 'r-1', campaignId, recipients }),
      createdBy: 'shop',
    })
    .execute()
  await house.db
    .insertInto('message')
    .values({
      ...of,
      id: messageIdOf(id, 2),
      batchId: 1,
      ordinal: 1,
      address: 'second@example.com',
      status: 'excluded',
      reason: 'address-suppressed',
      settledAt: new Date(),
      expiresAt: new Date(),
    })
    .execute()
})

test('each recipient is told of in the call’s order: accepted until a worker took it, then its message', async () => {
  const { recipients, requestId } = await status(house.ctx, id)
  expect(requestId).toBe('r-1')
  expect(recipients).toMatchObject([
    { userId: 'first@example.com', status: 'accepted', reason: null, message: null },
    {
      userId: 'second@example.com',
      status: 'excluded',
      reason: 'address-suppressed',
      message: { executionId: id },
    },
  ])
})

test('an execution of another sandbox does not exist', async () => {
  for (const ctx of [house.otherCtx, house.foreignCtx]) {
    await expect(status(ctx, id)).rejects.toMatchObject({ type: 'execution/not-found' })
  }
})
