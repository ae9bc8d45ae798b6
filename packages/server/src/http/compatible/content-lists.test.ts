import { beforeAll, describe, expect, test } from 'vitest'
import { aFragment, aTemplate } from '../../testing/content.ts'
import { aHouse } from '../../testing/house.ts'
import { mediaTypes } from './content.ts'
import { aContentCaller, htmlFragment, htmlTemplate, refused } from './testing/content-caller.ts'
import { mistakesIn } from './testing/content-contract.ts'

const testHouse = await aHouse()
const { otherCtx } = testHouse
const { client, send } = await aContentCaller(testHouse)

describe('lists', () => {
  const as = { ...client.headers, 'x-sandbox-name': 'dev' }
  const at = (path: string, query: Record<string, string | string[]> = {}) => {
    const search = new URLSearchParams()
    for (const [name, values] of Object.entries(query))
      for (const value of [values].flat()) search.append(name, value)
    return send('GET', `${path}?${search}`, { as })
  }
  const names = async (path: string, query: Record<string, string | string[]>) => {
    const answer = await at(path, query)
    expect([answer.statusCode, answer.body]).toEqual([200, expect.anything()])
    expect(mistakesIn(path === '/templates' ? 'templateList' : 'fragmentList', answer.json())).toEqual([])
    return answer.json().items.map(({ name }: { name: string }) => name)
  }
  const filtered = (path: string, ...property: string[]) => names(path, { property, orderBy: '+name' })
  let ids: string[]

  beforeAll(async () => {
    ids = []
    for (const name of ['alpha', 'Beta', 'gamma', 'beta 2', 'delta'])
      ids.push((await aTemplate(otherCtx, { name, description: `It is ${name}` })).id)
    const page = { ...htmlTemplate, name: 'page', source: { origin: 'external' } }
    await send('POST', '/templates', { as, type: mediaTypes.template, body: page })
    await aFragment(otherCtx, 'x', { name: 'one' })
    await send('POST', '/fragments', {
      as,
      type: mediaTypes.fragment,
      body: { ...htmlFragment, name: 'two' },
    })
  })

  test('come in pages that lead from one to the next, each thing once, in every order', async () => {
    for (const orderBy of ['-modifiedAt', '+modifiedAt', 'createdAt', '+name', '-name']) {
      const seen: string[] = []
      let start: string | undefined
      for (let pages = 1; ; pages++) {
        const answer = await at('/templates', { orderBy, limit: '2', ...(start && { start }) })
        expect(mistakesIn('templateList', answer.json())).toEqual([])
        const { _page, _links, items } = answer.json()
        expect(_page).toMatchObject({ orderBy: orderBy.replace(/^[-+]/, ''), count: items.length })
        seen.push(...items.map(({ id }: { id: string }) => id))
        if (_page.next === undefined) {
          expect([pages, _links.next]).toEqual([3, undefined])
          break
        }
        expect(Buffer.from(_page.next, 'base64').toString('base64')).toBe(_page.next)
        expect((await send('GET', _links.next.href, { as })).json()._page.start).toBe(_page.next)
        start = _page.next
      }
      expect(new Set(seen).size).toBe(6)
      const oldestFirst = [...seen].sort()
      if (/At$/.test(orderBy)) expect(seen).toEqual(orderBy[0] === '+' ? oldestFirst : oldestFirst.reverse())
    }
  })

  test('name the newest first unless told otherwise, twenty at a time, with where each one is', async () => {
    const answer = await at('/templates')
    expect(answer.headers['content-type']).toBe('application/vnd.adobe.ajo.template-list.v1+json')
    expect(answer.json().items[0]).toMatchObject({
      name: 'page',
      self: { href: expect.stringMatching(/^\/templates\//) },
    })
    expect(answer.json().items[0]).not.toHaveProperty('template')
    expect((await at('/fragments')).headers['content-type']).toBe(
      'application/vnd.adobe.ajo.fragment-list.v1.0+json',
    )
  })

  test('are filtered by each property that the contract names', async () => {
    const [alpha] = ids as [string]
    const { createdAt } = (await send('GET', `/templates/${alpha}`, { as })).json()
    const all = ['Beta', 'alpha', 'beta 2', 'delta', 'gamma', 'page'].sort()
    const sorted = async (...property: string[]) => (await filtered('/templates', ...property)).sort()
    const but = (...left: string[]) => all.filter((name) => !left.includes(name))
    expect(await sorted(`id==${alpha}`)).toEqual(['alpha'])
    expect(await sorted(`id!=${alpha}`)).toEqual(but('alpha'))
    expect(await sorted('id==nonsense')).toEqual([])
    expect(await sorted('name~^[Bb]eta')).toEqual(['Beta', 'beta 2'])
    expect(await sorted('name.contains(ETA)')).toEqual(['Beta', 'beta 2'])
    expect(await sorted('name contains eta', 'name~2$')).toEqual(['beta 2'])
    expect(await sorted('description~gamma')).toEqual(['gamma'])
    expect(await sorted('templateType==html')).toEqual(['page'])
    expect(await sorted('templateType!=html')).toEqual(but('page'))
    expect(await sorted('channels==email')).toEqual(all)
    expect(await sorted('channels!=email')).toEqual([])
    expect(await sorted('origin==external')).toEqual(['page'])
    expect(await sorted('origin!=external')).toEqual(but('page'))
    expect(await sorted('createdBy==Shop')).toEqual(['page'])
    expect(await sorted('createdBy!=Shop')).toEqual(but('page'))
    expect(await sorted('modifiedBy~^A')).toEqual(but('page'))
    expect(await sorted(`createdAt<=${createdAt}`)).toEqual(['alpha'])
    expect(await sorted(`createdAt==${createdAt}`)).toEqual(['alpha'])
    expect(await sorted(`createdAt<${createdAt}`)).toEqual([])
    expect(await sorted(`createdAt>${createdAt}`)).toEqual(but('alpha'))
    expect(await sorted(`modifiedAt>=${createdAt}`)).toEqual(all)
    expect(await filtered('/fragments', 'type==html')).toEqual(['two'])
    expect(await filtered('/fragments', 'fragmentType!=html')).toEqual(['one'])
    expect(await filtered('/fragments', 'channels==shared')).toEqual(['one'])
    expect(await filtered('/fragments', 'status==DRAFT')).toEqual(['one', 'two'])
    expect(await filtered('/fragments', 'status==PUBLISHED')).toEqual([])
  })

  test.each([
    ['orderBy', 'status'],
    ['limit', '0'],
    ['limit', '1001'],
    ['limit', 'many'],
    ['start', 'nonsense'],
    ['start', Buffer.from('{"createdAt":1,"id":"x"}').toString('base64')],
    [
      'start',
      Buffer.from('{"modifiedAt":"x","id":"01970000-0000-7000-8000-000000000001"}').toString('base64'),
    ],
    ['property', 'name'],
    ['property', 'password==x'],
    ['property', '__proto__==x'],
    ['property', 'id~x'],
    ['property', 'createdAt~x'],
    ['property', 'createdAt>yesterday'],
    ['property', 'name~['],
    ['property', 'name==\0'],
  ])('refuse %s=%s', async (name, value) => {
    for (const path of ['/templates', '/fragments'])
      refused(await at(path, { [name]: value }), 400, `?${name}`)
  })
})
