import { expect } from 'vitest'
import type { TestHouse } from '../../../testing/house.ts'
import { aClient } from '../../../testing/people.ts'
import { anHttpServer } from '../../../testing/server.ts'
import { mediaTypes } from '../content.ts'
import { mistakesIn } from './content-contract.ts'

export const emailTemplate = {
  name: 'Welcome',
  description: 'The first mail',
  templateType: 'content',
  channels: ['email'],
  source: { origin: 'external', metadata: { system: 'dam' } },
  parentFolderId: 'folder-1',
  template: {
    subject: 'Hi {{profile.name}}',
    html: { body: '<p>Hello</p>' },
    'x-amp-html': { body: '<html amp4email></html>' },
    text: { body: 'Hello', syncFromHtml: false },
    editorContext: { zoom: 2 },
    headers: { 'X-Shop': '1' },
  },
}
export const htmlTemplate = {
  name: 'Page',
  templateType: 'html',
  channels: ['email'],
  template: { html: '<p>x</p>', editorContext: { a: 1 } },
}
export const htmlFragment = {
  name: 'Footer',
  description: 'Under all',
  type: 'html',
  channels: ['email'],
  source: { origin: 'ajo' },
  fragment: { content: '<p>Bye</p>', editorContext: { b: 2 } },
}
export const expressionFragment = {
  name: 'Greeting',
  type: 'expression',
  subType: 'TEXT',
  channels: ['shared'],
  fragment: { expression: 'Hi {{profile.name}}' },
}

export type Headers = Record<string, string>

export const kinds = {
  templates: {
    path: '/templates',
    type: mediaTypes.template,
    body: emailTemplate as object,
    noun: 'template',
  },
  fragments: {
    path: '/fragments',
    type: mediaTypes.fragment,
    body: htmlFragment as object,
    noun: 'fragment',
  },
} as const
export type Kind = (typeof kinds)[keyof typeof kinds]

/** A caller of the compatible content API: a client with every scope, and the server over this house. */
export async function aContentCaller({ house }: TestHouse) {
  const server = anHttpServer(house)
  const client = await aClient(house)

  const send = (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    given: { type?: string; body?: unknown; headers?: Headers; as?: Headers } = {},
  ) =>
    server.inject({
      method,
      url: `/ajo/content${path}`,
      headers: {
        ...(given.as ?? client.headers),
        ...(given.body !== undefined && { 'content-type': given.type ?? 'application/json' }),
        ...given.headers,
      },
      ...(given.body !== undefined && {
        payload: typeof given.body === 'string' ? given.body : JSON.stringify(given.body),
      }),
    })

  async function made({ path, type }: Kind, body: object): Promise<{ id: string; at: string; etag: string }> {
    const answer = await send('POST', path, { type, body })
    expect([answer.statusCode, answer.body]).toEqual([201, ''])
    const id = String(answer.headers['x-resource-id'])
    return { id, at: `${path}/${id}`, etag: String(answer.headers.etag) }
  }
  return { client, send, made }
}
export type Answer = Awaited<ReturnType<Awaited<ReturnType<typeof aContentCaller>>['send']>>

/** The answer is an error as the contract has it, with this status. */
export function refused(answer: Answer, status: number, ...saying: string[]): void {
  expect([answer.statusCode, answer.body]).toEqual([status, expect.anything()])
  expect(answer.headers['content-type']).toMatch(/^application\/json/)
  expect(mistakesIn('error', answer.json())).toEqual([])
  expect(answer.json()).toMatchObject({ status, 'request-id': [answer.headers['x-request-id']] })
  for (const text of saying) expect(answer.body).toContain(text)
}
