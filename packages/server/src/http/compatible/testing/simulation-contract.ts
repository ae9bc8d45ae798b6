import { Ajv2020 } from 'ajv/dist/2020.js'

type Schema = Record<string, unknown>

const text = { type: 'string', minLength: 1 }
const free = { type: 'object', additionalProperties: true }
const count = { type: 'integer', minimum: 0 }
const one = (...values: string[]) => ({ type: 'string', enum: values })
const list = (items: Schema, minItems = 0) => ({ type: 'array', items, minItems })
const object = (properties: Schema, required = Object.keys(properties)): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})
const report = object({ tenantInfo: free, additionalContext: free }, ['additionalContext'])
const chain = list(
  object({ serviceId: text, errorCode: text, invokingServiceId: text, unixTimeStampMs: { type: 'integer' } }),
)
const reason = { type: text, title: text, status: { type: 'integer' }, report, 'error-chain': chain }

/** The shapes of the published contract's answers, in our words; nothing may be there that it does not know. */
const schemas = {
  proofJob: object({
    proofJobId: text,
    status: one('CREATED', 'PROCESSING', 'SUBMITTED', 'PARTIALLY_FAILED', 'FAILED'),
    proofs: list(
      object({
        messageId: text,
        variantId: text,
        startDate: text,
        targeted: count,
        submitted: count,
        status: one('CREATED', 'PROCESSING', 'SUBMITTED', 'FAILED'),
        proofFailureReasons: list(
          object({
            profileIds: list(text, 1),
            failureReasons: list(object(reason, ['type', 'title', 'status']), 1),
          }),
        ),
      }),
    ),
    _links: object({ self: object({ href: text }) }),
  }),
  previews: object({
    previews: list(
      object({
        profileId: text,
        variantId: text,
        messageId: text,
        channel: one('email', 'push', 'sms'),
        subject: { type: 'string' },
        html: object({ body: { type: 'string' } }),
      }),
      1,
    ),
  }),
  error: object({ path: text, 'request-id': list(text, 1), ...reason }),
} satisfies Record<string, Schema>

const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true })
const checks = new Map(Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]))

/** The mistakes of an answer, none when it is as the contract says. */
export function mistakesIn(name: keyof typeof schemas, value: unknown): string[] {
  const check = checks.get(name)!
  return check(value) ? [] : check.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`)
}
