import { expect, test } from 'vitest'
import { Problem, type ProblemType, problems } from './problem.ts'

const types = Object.keys(problems) as ProblemType[]

test('the document has the type, title and status of the catalogue, and what happened this time', () => {
  const problem = new Problem('request/stale', 'Ada saved it.', { revision: 3 })
  expect(problem).toBeInstanceOf(Error)
  expect(problem.status).toBe(409)
  expect(problem.toDocument('/v1/campaigns/1')).toEqual({
    type: '/problems/request/stale',
    title: 'Somebody changed this in the meantime',
    status: 409,
    detail: 'Ada saved it.',
    instance: '/v1/campaigns/1',
    revision: 3,
  })
})

test.each(types)('%s is named after what it is about, and has a status of an error and a title', (type) => {
  expect(type).toMatch(/^[a-z]+\/[a-z-]+$/)
  expect(problems[type].status).toBeGreaterThanOrEqual(400)
  expect(problems[type].status).toBeLessThan(600)
  expect(problems[type].title).toMatch(/^[A-Z].*[^.]$/)
})
