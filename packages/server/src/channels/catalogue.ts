import type { ProviderDescription } from '@chappe/core/configuration/schema'
import { z } from 'zod'
import { emailProviders, isEmailProvider } from './email/index.ts'
import type { SettingMeta } from './provider.ts'

interface JsonProperty extends Partial<SettingMeta> {
  type?: string
  enum?: string[]
  default?: string | number | boolean
}
type Field = ProviderDescription['fields'][number]

/** Draws a provider's settings form from its schema: one field per setting, in the schema's order. */
function fieldsOf(config: z.ZodType): Field[] {
  const { properties = {}, required = [] } = z.toJSONSchema(config, { io: 'input' }) as {
    properties?: Record<string, JsonProperty>
    required?: string[]
  }
  return Object.entries(properties).map(([name, property]): Field => {
    const { label = { en: name, fr: name }, help, secret = false, multiline = false, toldTo } = property
    const type = property.enum ? 'enum' : (property.type as Field['type'] | undefined)
    if (!type || !['string', 'integer', 'boolean', 'enum'].includes(type))
      throw new Error(`A form cannot be drawn for the setting ${name}`)
    return {
      name,
      type,
      secret,
      required: required.includes(name),
      multiline,
      label,
      ...(help && { help }),
      ...(toldTo && { toldTo }),
      ...(property.enum && { options: property.enum }),
      ...(property.default !== undefined && { default: property.default }),
    }
  })
}

const descriptions: ProviderDescription[] = Object.values(emailProviders).map(({ kind, label, config }) => ({
  kind,
  channel: 'email',
  label,
  fields: fieldsOf(config),
}))

/** The providers as use cases know them: their forms, and the check that parts secrets from the rest. */
export const catalogue = {
  list: () => descriptions,

  parse(kind: string, given: Record<string, unknown>) {
    if (!isEmailProvider(kind))
      return {
        ok: false as const,
        mistakes: [{ pointer: '/provider/kind', detail: `There is no provider ${kind}` }],
      }
    const result = emailProviders[kind].config.safeParse(given)
    if (!result.success) {
      const mistakes = result.error.issues.map(({ path, message }) => ({
        pointer: ['/provider/config', ...path.map(String)].join('/'),
        detail: message,
      }))
      return { ok: false as const, mistakes }
    }
    const fields = descriptions.find((description) => description.kind === kind)?.fields ?? []
    const secret = new Set(fields.filter((field) => field.secret).map(({ name }) => name))
    const all = Object.entries(result.data)
    return {
      ok: true as const,
      config: Object.fromEntries(all.filter(([name]) => !secret.has(name))),
      secrets: Object.fromEntries(
        all.filter(([name]) => secret.has(name)).map(([name, value]) => [name, String(value)]),
      ),
    }
  },
}
