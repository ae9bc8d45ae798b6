import { z } from 'zod'
import type { Ctx } from '../context.ts'
import * as jobs from '../queue/jobs.ts'

/** Kind of the job by which a worker sends one test message. */
export const sendTestKind = 'send-test'

/** With a campaign: its content, with these values; without: a short text about the configuration itself. */
export const SendTest = z.object({
  sandboxId: z.int(),
  configurationId: z.uuid(),
  to: z.string(),
  campaignId: z.uuid().optional(),
  version: z.int().optional(),
  variant: z.string().optional(),
  profile: z.record(z.string(), z.unknown()).optional(),
  context: z.record(z.string(), z.unknown()).optional(),
  locale: z.string().optional(),
})
export type SendTest = z.infer<typeof SendTest>

/** What the relay said, line by line in the transcript. */
export const TestResult = z.object({
  outcome: z.string(),
  reply: z.string(),
  transcript: z.array(z.string()),
})
export type TestResult = z.infer<typeof TestResult>

const patience = 25

/** Has a worker send a test message and waits for the relay's answer, for 25 seconds at most. */
export async function sendTest(ctx: Ctx, request: Omit<SendTest, 'sandboxId'>): Promise<TestResult> {
  const payload: SendTest = { ...request, sandboxId: ctx.sandboxId }
  const id = await jobs.add(ctx.db, { id: ctx.newId(), kind: sendTestKind, payload, runAt: ctx.now() })
  const waited = await jobs.wait(ctx.db, id, { seconds: patience, now: ctx.now })
  const answer = (outcome: string, reply: string): TestResult => ({ outcome, reply, transcript: [] })
  switch (waited.kind) {
    case 'done':
      return TestResult.parse(waited.result)
    case 'failed':
      return answer('error', waited.reason)
    case 'withdrawn':
      return answer(
        'error',
        `No worker took the test within ${patience} seconds, so nothing was sent. Is the worker running?`,
      )
    case 'running':
      return answer(
        'unknown',
        `The relay has not answered within ${patience} seconds. The message may still arrive.`,
      )
  }
}
