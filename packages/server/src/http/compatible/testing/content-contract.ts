import { Ajv2020 } from 'ajv/dist/2020.js'

type Schema = Record<string, unknown>

const text = { type: 'string' }
const free = { type: 'object', additionalProperties: true }
const instant = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$' }
const one = (...values: string[]) => ({ type: 'string', enum: values })
const object = (properties: Schema, required = Object.keys(properties), closed = false): Schema => ({
  type: 'object',
  properties,
  required,
  ...(closed && { additionalProperties: false }),
})

const audit = { createdAt: instant, createdBy: text, modifiedAt: instant, modifiedBy: text }
const source = (...origins: string[]) => ({
  anyOf: [{ type: 'null' }, object({ origin: one(...origins), metadata: free }, ['origin'])],
})
const common = {
  id: text,
  name: { type: 'string', minLength: 1 },
  description: text,
  labels: { type: 'array', items: text },
  parentFolderId: { type: ['string', 'null'] },
  ...audit,
}
const always = ['id', 'name', 'channels', ...Object.keys(audit)]
const self = object({ href: text })

const templateMembers = {
  ...common,
  templateType: one('html', 'html_primary_page', 'html_sub_page', 'content'),
  channels: one('email', 'push', 'inapp', 'sms', 'code', 'directMail', 'landingpage', 'shared'),
  source: source('ajo', 'aem', 'external'),
  subType: one('HTML', 'JSON'),
}
const html = object({ html: text, editorContext: free }, ['html'])
const body = object({ body: text })
const email = object(
  {
    subject: text,
    html: body,
    'x-amp-html': body,
    text: object({ body: text, syncFromHtml: { type: 'boolean' } }, ['body']),
    editorContext: free,
    headers: free,
  },
  ['subject', 'html'],
  true,
)
const fragmentMembers = {
  ...common,
  type: one('html', 'expression'),
  status: one('DRAFT', 'PUBLISHING', 'PUBLISHED'),
  channels: one('email', 'shared'),
  source: source('ajo', 'external'),
}
const htmlFragment = object({ content: text, editorContext: free }, ['content'])
const expressionFragment = object({ expression: text })

const byMember = (name: string, branches: Record<string, Schema>) =>
  Object.entries(branches).map(([value, then]) => ({
    if: { properties: { [name]: { const: value } } },
    then,
  }))

const page = (item: Schema) =>
  object({
    _page: object(
      {
        orderBy: one('modifiedAt', 'createdAt', 'name'),
        start: text,
        next: text,
        count: { type: 'integer' },
      },
      ['orderBy', 'count'],
    ),
    items: { type: 'array', items: item },
    _links: object({ self, next: self, page: self }, ['self']),
  })

const error = object({
  path: text,
  'request-id': { type: 'array', items: text, minItems: 1 },
  type: text,
  title: text,
  status: { type: 'integer' },
  report: object({ tenantInfo: free, additionalContext: object({ detailedMessage: text }) }, [
    'additionalContext',
  ]),
  'error-chain': {
    type: 'array',
    minItems: 1,
    items: object({
      serviceId: text,
      errorCode: text,
      invokingServiceId: text,
      unixTimeStampMs: { type: 'integer' },
    }),
  },
})

/** The shapes of the published contract's answers, in our words. */
const schemas = {
  template: {
    ...object({ ...templateMembers, template: free }, [...always, 'templateType', 'template']),
    allOf: byMember('templateType', {
      html: { properties: { template: html } },
      html_primary_page: { properties: { template: html } },
      html_sub_page: { properties: { template: html } },
      content: { properties: { template: email } },
    }),
  },
  templateList: page(object({ ...templateMembers, self }, [...always, 'templateType', 'self'])),
  fragment: {
    ...object({ ...fragmentMembers, fragment: free }, [...always, 'type', 'status', 'fragment']),
    allOf: byMember('type', {
      html: { properties: { fragment: htmlFragment } },
      expression: { properties: { fragment: expressionFragment } },
    }),
  },
  fragmentList: page(object({ ...fragmentMembers, self }, [...always, 'type', 'status', 'self'])),
  live: {
    ...object({ type: one('html', 'expression'), fragment: free }),
    allOf: byMember('type', {
      html: { properties: { fragment: object({ content: text }, ['content'], true) } },
      expression: { properties: { fragment: object({ expression: text }, ['expression'], true) } },
    }),
  },
  publication: object(
    { status: one('complete', 'inProgress', 'error'), errors: { type: 'array', items: error } },
    ['status'],
  ),
  error,
} satisfies Record<string, Schema>

const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true })
const checks = new Map(Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]))

/** The mistakes of an answer, none when it is as the contract says. */
export function mistakesIn(name: keyof typeof schemas, value: unknown): string[] {
  const check = checks.get(name)!
  return check(value) ? [] : check.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`)
}
