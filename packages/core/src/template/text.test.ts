import { describe, expect, test } from 'vitest'
import { compile } from './compile.ts'
import { htmlToText } from './text.ts'

describe('the text of', () => {
  test.each([
    ['plain text', 'Hello  there\n friend', 'Hello there friend'],
    ['paragraphs', '<p>One</p><p>Two</p>', 'One\n\nTwo'],
    ['headings', '<h1>Title</h1>text<h2>Next</h2>more', 'Title\n\ntext\n\nNext\n\nmore'],
    ['boxes', '<div><div>One</div></div><div>Two</div>', 'One\nTwo'],
    ['line breaks', 'One<br>Two<br/><br>Three', 'One\nTwo\n\nThree'],
    ['a list', '<ul><li>One</li><li><p>Two</p></li></ul>after', '- One\n- Two\n\nafter'],
    ['a table', '<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>', 'A B\n1 2'],
    ['inline markup', 'a <b>b</b>c<i> d</i>', 'a bc d'],
    ['a rule', 'One<hr>Two', 'One\n---\nTwo'],
    ['an image', '<img src="x.png" alt="Our &lt;shop&gt;">', 'Our <shop>'],
    [
      'references',
      'caf&eacute; &amp;&nbsp;th&#233; &#x20AC;5 &unknown; &lt;b&gt;',
      'café & thé €5 &unknown; <b>',
    ],
    [
      'a link',
      '<a href="https://x.io/?a=1&amp;b=2"><b>Track</b> it</a>.',
      'Track it (https://x.io/?a=1&b=2).',
    ],
    ['a link that says its address', '<a href="https://x.io">https://x.io</a>', 'https://x.io'],
    ['a link without words', '<a href="https://x.io"><img src="x"></a>', 'https://x.io'],
    ['a mail link', '<a href="mailto:a@b.c">Write</a> <a href="#top">up</a>', 'Write up'],
    ['what is not seen', '<head><title>t</title></head><style>a{}</style><script>1<2</script>Seen', 'Seen'],
    ['a preheader', '<div style="Display: none"><div>a</div>b</div><p hidden>c</p>Seen', 'Seen'],
    ['padding', 'a&zwnj;&nbsp;&zwnj;&nbsp;b', 'a b'],
    ['comments', 'a<!-- x --><!--[if mso]><p>b</p><![endif]-->c', 'ac'],
    ['broken markup', 'a < b <p', 'a < b'],
    [
      'values',
      '<p>Hi {{ profile.a ?: "<p>" }}{{{ profile.b }}}</p>',
      'Hi {{ profile.a ?: "<p>" }}{{{ profile.b }}}',
    ],
    ['dynamic links', `<a href='{{context.url}}'>Go</a>`, 'Go ({{context.url}})'],
    [
      'a quoted tag in a quoted address',
      '<a href="{{context.u ?: "x>y"}}">Go</a>!',
      'Go ({{context.u ?: "x>y"}})!',
    ],
    ['comments of the language', 'a{{! note }}b', 'ab'],
    ['encoded braces', '&#123;&#123;a}}', '&#123;&#123;a}}'],
    ['a variable set in the head', '<head>{% let x = 1 %}{{y}}</head>{{x}}', '{% let x = 1 %}{{x}}'],
  ])('%s', (_, html, expected) => {
    expect(htmlToText(html)).toBe(expected)
  })
})

describe('blocks leave neither holes nor joined lines', () => {
  const rendered = (html: string, profile: object) => {
    const compiled = compile(htmlToText(html), { mode: 'text' })
    return compiled.ok ? compiled.template.render({ profile }) : compiled.problems
  }
  const choice = '<p>a</p>{%#if profile.b%}<p>b</p>{%else%}<p>c</p>{%/if%}<p>d</p>'
  const bare = '<p>a</p>{%#if profile.b%}b{%else%}<p>c</p>{%/if%}d'
  const option = '<p>a</p>{%#if profile.b%}<p>b</p>{%/if%}<p>d</p>'
  const loop =
    '<table><tr><td>a</td></tr>{{#each profile.l as |x|}}<tr><td>{{x}}</td></tr>{{/each}}<tr><td>d</td></tr></table>'
  const inline = '<p>a{%#if profile.b%}<b> b</b>{%/if%} d</p>'

  test.each([
    ['a choice taken', choice, { b: true }, 'a\n\nb\n\nd'],
    ['a choice not taken', choice, {}, 'a\n\nc\n\nd'],
    ['a bare word not taken', bare, {}, 'a\n\nc\n\nd'],
    ['a bare word taken', bare, { b: true }, 'a\n\nbd'],
    ['an option taken', option, { b: true }, 'a\n\nb\n\nd'],
    ['an option not taken', option, {}, 'a\n\nd'],
    ['a loop', loop, { l: [1, 2] }, 'a\n1\n2\nd'],
    ['an empty loop', loop, {}, 'a\nd'],
    ['a part of a line', inline, { b: true }, 'a b d'],
    ['a part of a line left out', inline, {}, 'a d'],
  ])('%s', (_, html, profile, expected) => {
    expect(rendered(html, profile)).toBe(expected)
  })
})
