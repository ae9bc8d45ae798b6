import { problems } from '@chappe/core/kit/problem'
import { expect, test } from 'vitest'
import { aHouse } from '../testing/house.ts'
import { anHttpServer } from '../testing/server.ts'
import { html } from './html.ts'

const { house } = await aHouse()
const server = anHttpServer(house)
const get = (url: string) => server.inject({ method: 'GET', url })

test('the OpenAPI document is served to everybody', async () => {
  const { statusCode, headers, body } = await get('/openapi.json')
  expect(statusCode).toBe(200)
  expect(headers['content-type']).toBe('application/json; charset=utf-8')
  expect(JSON.parse(body)).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'http://chappe.test' }] })
})

test('the readable page leads to every anchor that it names, and asks nothing of anybody else', async () => {
  const { headers, body } = await get('/docs')
  const anchors = new Set([...body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
  const links = [...body.matchAll(/ href="([^"]+)"/g)].map(([, link]) => link as string)

  expect(links.filter((link) => link.startsWith('#') && !anchors.has(link.slice(1)))).toEqual([])
  expect(links.filter((link) => !/^[#/]/.test(link))).toEqual([])
  expect(body).not.toMatch(/<script| src=| style="|undefined|\[object/)
  const nonce = /<style nonce="([^"]+)">/.exec(body)?.[1]
  expect(headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}'`)
})

test('the type of every problem leads to a page', async () => {
  for (const [type, { title, status }] of Object.entries(problems)) {
    const { statusCode, body } = await get(`/problems/${type}`)
    expect(statusCode).toBe(200)
    expect(body).toContain(`<h1>${title}</h1>`)
    expect(body).toContain(`status ${status}`)
  }
  expect((await get('/problems/request/toString')).statusCode).toBe(404)
})

test('values are escaped on their way into markup, and markup is not', () => {
  expect(html`<p title="${`"'`}">${'<b>&'}${html`<i>${1}</i>`}${undefined}</p>`.text).toBe(
    '<p title="&quot;&#39;">&lt;b&gt;&amp;<i>1</i></p>',
  )
})
