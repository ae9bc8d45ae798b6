import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { aHouse } from '../../testing/house.ts'
import { aGif, aPng } from '../assets/testing/images.ts'
import * as assets from '../assets.ts'
import { importEmail } from './import.ts'

const { ctx } = await aHouse()
type Files = Record<string, string | Buffer>
const zipped = (files: Files): string =>
  Buffer.from(
    zipSync(
      Object.fromEntries(
        Object.entries(files).map(([name, data]) => [name, typeof data === 'string' ? strToU8(data) : data]),
      ),
    ),
  ).toString('base64')
const fromZip = (files: Files) => importEmail(ctx, { zip: zipped(files) })
const pasted = (html: string) => importEmail(ctx, { html })
const codes = ({ remarks }: { remarks: { code: string }[] }) => remarks.map(({ code }) => code)
const image = 'http://chappe.test/a/'

describe('newsletters as the world writes them', () => {
  test('tables, background images for Outlook, and images beside the page', async () => {
    const found = await fromZip({
      'index.html': `<!DOCTYPE html>
<html><head><title>Summer
  sale &amp; more</title>
<style>.hero { background: url('images/bg.png') } @media (max-width: 600px) { .c { width: 100% !important } }</style>
<!--[if mso]><style>table { border-collapse: collapse }</style><![endif]--></head>
<body background="images/bg.png">
<!--[if gte mso 9]><v:rect><v:fill type="frame" src="images/bg.png" /></v:rect><![endif]-->
<table role="presentation" style="background-image:url(&quot;images/bg.png&quot;)"><tr>
<td><a href="https://shop.example/?a=1&amp;b=2"><img src="images/Logo%20big.PNG" alt="Logo"
 srcset="images/logo big.png 1x"></a></td></tr></table>
<img src="./images/dot.gif?v=2">
</body></html>`,
      'images/bg.png': aPng(4, 4, 1),
      'images/Logo big.png': aPng(4, 4, 2),
      'images/dot.gif': aGif,
      '__MACOSX/._index.html': 'x',
    })
    expect(found.subject).toBe('Summer sale & more')
    expect(found.html).not.toContain('images/bg.png')
    expect(found.html.match(/http:\/\/chappe\.test\/a\/[0-9a-f]{40}\.png/g)).toHaveLength(5)
    expect(found.html).toContain('<!--[if gte mso 9]><v:rect><v:fill type="frame" src="http://chappe.test/a/')
    expect(found.html).toContain(
      '<!--[if mso]><style>table { border-collapse: collapse }</style><![endif]-->',
    )
    expect(found.html).toContain('@media (max-width: 600px)')
    expect(found.html).toContain('href="https://shop.example/?a=1&amp;b=2"')
    expect(found.html).toMatch(/<img src="http:\/\/chappe\.test\/a\/[0-9a-f]{40}\.gif">/)
    expect(found.images).toBe(3)
    const { items } = await assets.list(ctx, { limit: 10, offset: 0 })
    expect(items.map(({ name }) => name).sort()).toEqual(['Logo big', 'bg', 'dot'])
  })

  test('a page from a web builder: style sheet beside it, scripts, a form, a frame', async () => {
    const found = await fromZip({
      'mail/page.html': `<html><head><link rel="stylesheet" href="../css/main.css">
<link href="https://fonts.example/css?f=A" rel="stylesheet"><script src="app.js"></script>
<meta http-equiv="refresh" content="0;url=https://evil.example"></head>
<body onload="go()"><h1 onclick='x("a > b")' class="t">Hello</h1>
<form action="https://collect.example" method="post"><button formaction="/x">Send</button></form>
<iframe src="https://video.example"><p>inside</p></iframe>
<noscript><img src="https://t.example/p.gif"></noscript>
<a href=" java&#115;cript:alert(1)">Bad</a>
<script>if (a < b) document.write("<p>")</script></body></html>`,
      'css/main.css':
        '@charset "utf-8"; .t { background: url(pic.png) } .u { background: url(https://x.example/y.png) }',
      'css/pic.png': aPng(4, 4, 3),
    })
    expect(found.html).toMatch(
      /<style>\n\.t \{ background: url\(http:\/\/chappe\.test\/a\/[0-9a-f]{40}\.png\) \}/,
    )
    expect(found.html).not.toMatch(/script|onload|onclick|action|iframe|inside|refresh|document/i)
    expect(found.html).toContain('<h1 class="t">Hello</h1>'.replace('<h1 ', '<h1  '))
    expect(found.html).toContain('<a href="#">Bad</a>')
    expect(found.html).toContain('https://fonts.example/css?f=A')
    expect(codes(found)).toEqual([
      'style-sheet-elsewhere',
      'script-removed',
      'head-removed',
      'handler-removed',
      'form-removed',
      'frame-removed',
      'address-removed',
      'image-elsewhere',
    ])
  })

  test('pasted from another program: placeholders, a base address, an image in the text', async () => {
    const data = `data:image/png;base64,${aPng(4, 4, 4).toString('base64')}`
    const found = await pasted(`<base href="https://news.example/2026/">
<p>Dear *|FNAME|*, see %%view_email_url%% [[unsubscribe]] and {{profile.person.name.firstName ?: "you"}}</p>
<a href="read?x=1&amp;y=2">Read</a> <a href="mailto:a@b.example">Write</a> <a href="#top">Up</a>
<img src="img/a.png"><img src="${data}"><img src="${data}"><img src="{{context.picture}}">`)
    expect(found.html).toContain('<a href="https://news.example/2026/read?x=1&amp;y=2">')
    expect(found.html).toContain('<img src="https://news.example/2026/img/a.png">')
    expect(found.html).toContain('href="mailto:a@b.example"')
    expect(found.html).toContain('{{profile.person.name.firstName ?: "you"}}')
    expect(found.html).toContain('<img src="{{context.picture}}">')
    expect(found.html).not.toContain('data:image')
    expect(found.html).not.toContain('<base')
    expect(found.images).toBe(1)
    expect(found.remarks).toEqual([
      { code: 'head-removed', message: expect.stringContaining('1 element of the head was taken out') },
      {
        code: 'merge-tags',
        message: expect.stringContaining('*|FNAME|* %%view_email_url%% [[unsubscribe]]'),
      },
      { code: 'image-elsewhere', message: '1 image stays on its server.' },
    ])
  })

  test('an old page in another encoding', async () => {
    const html = '<meta charset="iso-8859-1"><title>Été à Genève</title><p>Déjà 20 €'.replace('€', 'EUR')
    const found = await fromZip({ 'index.htm': Buffer.from(html, 'latin1') })
    expect(found.subject).toBe('Été à Genève')
    const unnamed = await fromZip({ 'a.html': Buffer.from('<p>Été', 'latin1') })
    expect(unnamed.html).toBe('<p>Été')
  })

  test('of several pages the one nearest to the top, and index before others', async () => {
    const found = await fromZip({
      'deep/er/index.html': '<p>deep',
      'b.html': '<p>b',
      'index.html': '<p>index',
    })
    expect(found.html).toBe('<p>index')
    expect(codes(found)).toEqual(['other-pages'])
  })
})

test('what is missing or no image is told, and stays as it was', async () => {
  const found = await fromZip({
    'index.html':
      '<link rel="stylesheet" href="no.css"><img src="gone.png"><img src="gone.png"><img src="cid:logo"><img src="draw.svg">',
    'draw.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  })
  expect(found.html).toBe('<img src="gone.png"><img src="gone.png"><img src="cid:logo"><img src="draw.svg">')
  expect(found.remarks).toEqual([
    { code: 'style-sheet-missing', message: 'The style sheet “no.css” was not found.' },
    { code: 'image-not-found', message: 'The image “gone.png” was not found.' },
    { code: 'image-not-found', message: 'The image “cid:logo” was not found.' },
    { code: 'image-unusable', message: expect.stringContaining('do not show SVG') },
  ])
})

test('names that lead out of the archive name nothing', async () => {
  const found = await fromZip({
    'index.html': '<img src="../../etc/passwd"><img src="../secret.png"><img src="/a/b.png">',
    '../secret.png': aPng(),
    '/a/b.png': aPng(4, 4, 7),
    'ok/../../x.png': aPng(),
  })
  expect(found.html).not.toContain(image)
  expect(codes(found).filter((code) => code === 'name-ignored')).toHaveLength(3)
})

describe('an archive that is too much, or none, is refused in a sentence and with its reason', () => {
  const many = Object.fromEntries(Array.from({ length: 2_001 }, (_, i) => [`f${i}`, '']))
  const cases: [string, () => string, string, string][] = [
    ['no archive', () => Buffer.from('hello').toString('base64'), 'no ZIP archive', 'no-archive'],
    ['without HTML', () => zipped({ 'a.txt': 'x' }), 'has no HTML file', 'archive-without-html'],
    ['too many entries', () => zipped(many), 'more than 2000 entries', 'archive-too-many'],
    [
      'a page that is too large',
      () => zipped({ 'a.html': 'x'.repeat(2_100_000) }),
      'larger than 2 MB',
      'html-too-large',
    ],
    [
      'a bomb',
      () =>
        zipped({
          'a.html': Array.from({ length: 30 }, (_, i) => `<img src="${i}.png">`).join(''),
          ...Object.fromEntries(
            Array.from({ length: 30 }, (_, i) => [
              `${i}.png`,
              Buffer.concat([aPng(), Buffer.alloc(2_000_000)]),
            ]),
          ),
        }),
      'unpacks to more than 40 MB',
      'archive-too-large',
    ],
  ]
  test.each(cases)('%s', async (_, zip, sentence, reason) => {
    await expect(importEmail(ctx, { zip: zip() })).rejects.toMatchObject({
      message: expect.stringContaining(sentence),
      extra: { reason },
    })
  })

  test('one that lies about its sizes gives no more than it claims', async () => {
    const bytes = Buffer.from(zipped({ 'a.html': `<p>${'x'.repeat(500_000)}` }), 'base64')
    const claimed = 10
    const central = bytes.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'))
    bytes.writeUInt32LE(claimed, central + 24)
    const found = await importEmail(ctx, { zip: bytes.toString('base64') }).catch((error: Error) => error)
    if (!(found instanceof Error)) expect(found.html.length).toBeLessThanOrEqual(claimed)
  })

  test('text that is no HTML', async () => {
    await expect(pasted('hello')).rejects.toThrow('no HTML')
  })
})

describe('cleaning', () => {
  test.each([
    ['<p onclick=a()>x', '<p >x'],
    ['<p ONCLICK = "a()" title="t">x', '<p  title="t">x'],
    ['<input disabled onfocus>', '<input disabled >'],
    ['<script>a</script><p>x', '<p>x'],
    ['<p>a<script>b', '<p>a'],
    ['<iframe src="x">', ''],
    ['a <object><embed src=x></object> <b>b</b>', 'a  <b>b</b>'],
    ['<a href="JaVa\tScript:x">a</a>', '<a href="#">a</a>'],
    ['<a href="data:text/html,x">a</a>', '<a href="#">a</a>'],
    [
      '<b></b><!--[if mso]><script>x</script><p onclick="x">a</p><![endif]-->',
      '<b></b><!--[if mso]><p >a</p><![endif]-->',
    ],
    [
      '<!--[if !mso]><!--><p onclick="x">a</p><!--<![endif]-->',
      '<!--[if !mso]><!--><p >a</p><!--<![endif]-->',
    ],
    ['<p title="on click=1 < 2">a</p>', '<p title="on click=1 < 2">a</p>'],
    ['<p>{{ "<script>" }}</p>', '<p>{{ "<script>" }}</p>'],
  ])('%s', async (html, clean) => {
    expect((await pasted(html)).html).toBe(clean)
  })
})
