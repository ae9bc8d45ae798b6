import { endpoints } from '@chappe/core/api/index'
import { expect, test } from 'vitest'
import { openApi } from './openapi.ts'
import type { Json } from './openapi-types.ts'

const document = openApi({ publicUrl: 'http://chappe.test', version: '1.2.3' })
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

/** Every object in a JSON value, with its address as a JSON pointer. */
function* objects(value: unknown, at = '#'): Generator<{ at: string; value: Json }> {
  if (typeof value !== 'object' || value === null) return
  yield { at, value: value as Json }
  for (const [name, inner] of Object.entries(value))
    yield* objects(inner, `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
}

test('every reference leads somewhere', () => {
  const all = new Set([...objects(document)].map(({ at }) => at))
  const references = [...objects(document)].map(({ value }) => value.$ref).filter((ref) => ref !== undefined)

  expect(references.length).toBeGreaterThan(100)
  expect(references.filter((ref) => !all.has(String(ref)))).toEqual([])
})

test('every endpoint is there, once, under its own id', () => {
  const ids = operations.map(({ operation }) => operation.operationId)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { id, path, method, status } of endpoints)
    expect(document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()], id).toMatchObject({
      operationId: id,
      responses: { [status]: { description: expect.any(String) } },
    })
})

test('the parameters of a path are those that it names, and none is there twice', () => {
  for (const { path, operation } of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const given = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path')
    expect(given.map(({ name }) => name)).toEqual(named)
    const keys = (operation.parameters ?? []).map(({ in: place, name }) => `${place} ${name}`)
    expect(new Set(keys).size).toBe(keys.length)
  }
})

test('every schema says what it describes', () => {
  const empty = Object.entries(document.components.schemas).filter(
    ([, schema]) => Object.keys(schema).length === 0,
  )
  expect(empty).toEqual([])
})

test('every operation says who may call it, with a scheme that is described', () => {
  const schemes = Object.keys(document.components.securitySchemes as Json)
  for (const { operation } of operations)
    for (const scheme of operation.security as Json[]) expect(schemes).toContain(Object.keys(scheme)[0])
})

test('members with a default may be left out of what is sent, and are there in what is answered', () => {
  const { Definition, DefinitionInput } = document.components.schemas
  expect(Definition?.required).toContain('content')
  expect(DefinitionInput?.required ?? []).not.toContain('content')
})

test('query parameters with a default are optional, lists repeat', () => {
  const { parameters } = document.paths['/v1/campaigns']!.get!
  expect(parameters).toContainEqual(expect.objectContaining({ name: 'limit', required: false }))
  expect(parameters).toContainEqual(
    expect.objectContaining({ name: 'status', schema: expect.objectContaining({ type: 'array' }) }),
  )
})
