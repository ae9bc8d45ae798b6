import fastify from 'fastify'
import { expect, test } from 'vitest'
import { serveSheet } from './sheet.ts'

test('the sheet is empty, lets styles and pictures stand on it, and no script, form or foreign page', async () => {
  const app = fastify()
  serveSheet(app)
  const { statusCode, headers, body } = await app.inject('/sheet.html')
  expect(statusCode).toBe(200)
  expect(body).toContain('<body></body>')
  const directives = String(headers['content-security-policy']).split('; ')
  expect(directives).toContain("default-src 'none'")
  expect(directives).toContain("form-action 'none'")
  expect(directives).toContain("frame-ancestors 'self'")
  expect(directives).toContain("style-src 'unsafe-inline'")
  expect(directives.filter((one) => one.startsWith('script-src'))).toEqual([])
  const sandbox = directives.find((one) => one.startsWith('sandbox'))
  expect(sandbox).toContain('allow-same-origin')
  expect(sandbox).not.toContain('allow-scripts')
  expect(sandbox).not.toContain('allow-forms')
  await app.close()
})
