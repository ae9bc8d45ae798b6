import { type ProblemType, problems } from '@chappe/core/kit/problem'
import { type Html, html } from './html.ts'
import type { Json, OpenApi, Operation } from './openapi-types.ts'

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 0 auto; max-width: 60rem; padding: 1rem 1.5rem 4rem }
h2 { margin-top: 3rem } h3 { margin: 2.5rem 0 .25rem; font-size: 1.1rem }
p { margin: .25rem 0 } ul { padding-left: 1.25rem }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere }
table { border-collapse: collapse; margin: .5rem 0; width: 100% }
th, td { border-bottom: 1px solid #8886; padding: .25rem .75rem .25rem 0; text-align: left; vertical-align: top }
:target { outline: 2px solid #38f; outline-offset: .25rem }`

const page = (title: string, nonce: string, body: Html): string =>
  html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style nonce="${nonce}">${style}</style></head>
<body>${body}</body></html>`.text

/** The OpenAPI document as a page: every operation, schema and problem under an anchor of its own. */
export function docsPage(document: OpenApi, nonce: string): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const tags = [...new Set(operations.flatMap(({ operation }) => operation.tags))]
  const of = (tag: string) => operations.filter(({ operation }) => operation.tags.includes(tag))
  const info = document.info as { title: string; version: string; description: string }
  return page(
    'Chappe API',
    nonce,
    html`<main>
<h1>${info.title} API ${info.version}</h1>
<p>${info.description}</p>
<p>For programs: <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
<nav aria-label="Contents">${tags.map(
      (tag) =>
        html`<h2>${tag}</h2><ul>${of(tag).map(
          ({ path, method, operation }) =>
            html`<li><a href="#${operation.operationId}"><code>${method} ${path}</code></a> ${operation.summary}</li>`,
        )}</ul>`,
    )}<p><a href="#schemas">Schemas</a> · <a href="#problems">Problems</a></p></nav>
${operations.map(({ path, method, operation }) => operationSection(path, method, operation))}
<h2 id="schemas">Schemas</h2>
${Object.entries(document.components.schemas).map(([name, schema]) => schemaSection(name, schema))}
<h2 id="problems">Problems</h2>
<table><thead><tr><th>Type</th><th>Status</th><th>Title</th></tr></thead><tbody>${Object.entries(
      problems,
    ).map(
      ([type, { status, title }]) =>
        html`<tr><td><a href="/problems/${type}"><code>${type}</code></a></td><td>${status}</td><td>${title}</td></tr>`,
    )}</tbody></table></main>`,
  )
}

/** What a problem's type leads to: its title, its status and where it may come from. */
export function problemPage(type: ProblemType, nonce: string): string {
  const { status, title } = problems[type]
  return page(
    title,
    nonce,
    html`<main><h1>${title}</h1>
<p><code>${type}</code> is answered with status ${status}. Its <code>detail</code> says what happened this time, and
<code>errors</code>, where there is one, which part of the request is meant.</p>
<p><a href="/docs#problems">All problems</a></p></main>`,
  )
}

function operationSection(path: string, method: string, operation: Operation): Html {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation
  return html`<section id="${operationId}"><h3><code>${method} ${path}</code></h3>
<p>${summary}.</p>${description ? html`<p>${description}</p>` : undefined}
${
  parameters.length === 0
    ? undefined
    : html`<table><thead><tr><th>Parameter</th><th>In</th><th>Type</th></tr></thead><tbody>${parameters.map(
        (parameter) =>
          html`<tr><td><code>${parameter.name}</code>${parameter.required ? '' : ' (optional)'}</td><td>${parameter.in}</td><td>${typeOf(parameter.schema)}</td></tr>`,
      )}</tbody></table>`
}
${Object.entries(requestBody?.content ?? {}).map(
  ([type, { schema }]) => html`<p>Body: ${typeOf(schema)} as <code>${type}</code></p>`,
)}
<table><thead><tr><th>Status</th><th>Meaning</th><th>Answer</th></tr></thead><tbody>${Object.entries(
    responses,
  ).map(
    ([status, response]) =>
      html`<tr><td>${status}</td><td>${response.description}</td><td>${Object.values(response.content ?? {}).map(({ schema }) => typeOf(schema))}</td></tr>`,
  )}</tbody></table></section>`
}

function schemaSection(name: string, schema: Json): Html {
  const required = (schema.required ?? []) as string[]
  const members = Object.entries((schema.properties ?? {}) as Record<string, Json>)
  return html`<section id="schema-${name}"><h3><code>${name}</code></h3>${
    members.length === 0
      ? html`<p>${typeOf(schema)}</p>`
      : html`<table><thead><tr><th>Member</th><th>Type</th></tr></thead><tbody>${members.map(
          ([member, of]) =>
            html`<tr><td><code>${member}</code>${required.includes(member) ? '' : ' (optional)'}</td><td>${typeOf(of)}</td></tr>`,
        )}</tbody></table>`
  }</section>`
}

/** A JSON Schema in a few words. */
function typeOf(schema: Json): Html {
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.split('/').pop() as string
    return html`<a href="#schema-${name}">${name}</a>`
  }
  const options = (schema.anyOf ?? schema.oneOf) as Json[] | undefined
  if (options)
    return html`${options.map((option, index) => html`${index > 0 ? ' or ' : ''}${typeOf(option)}`)}`
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`
  if (schema.enum)
    return html`${(schema.enum as unknown[]).map((value, index) => html`${index > 0 ? ' | ' : ''}<code>${JSON.stringify(value)}</code>`)}`
  if (schema.type === 'array') return html`list of ${typeOf((schema.items ?? {}) as Json)}`
  if (schema.type === 'object') return objectType(schema)
  const said = [schema.type ?? 'any value', schema.format, limits(schema)].filter(Boolean).join(', ')
  return html`${said}${schema.default === undefined ? undefined : html`, <code>${JSON.stringify(schema.default)}</code> if left out`}`
}

function objectType({ properties, required }: Json): Html {
  if (!properties) return html`object`
  const names = Object.entries(properties as Record<string, Json>)
  const needed = (required ?? []) as string[]
  return html`{ ${names.map(
    ([name, of], index) =>
      html`${index > 0 ? ', ' : ''}<code>${name}</code>${needed.includes(name) ? '' : '?'}: ${typeOf(of)}`,
  )} }`
}

function limits({
  minimum,
  maximum,
  minLength,
  maxLength,
  minItems,
  maxItems,
  pattern,
  format,
}: Json): string {
  const between = (low: unknown, high: unknown, unit: string) =>
    low === undefined && high === undefined ? '' : `${low ?? 0} to ${high ?? 'any number of'}${unit}`
  const safe = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum
  const numbers = minimum === Number.MIN_SAFE_INTEGER && safe === undefined ? '' : between(minimum, safe, '')
  const shape = pattern && !format ? `matching ${pattern}` : ''
  return [numbers, between(minLength, maxLength, ' characters'), between(minItems, maxItems, ' items'), shape]
    .filter(Boolean)
    .join(', ')
}
