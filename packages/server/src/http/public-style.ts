/** The style of a public page; `color` is that of its buttons, on which white can be read. */
export const publicStyle = (color: string): string => `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif;
  --page: light-dark(#f4f4f5, #131314); --card: light-dark(#fff, #1e1e20); --line: light-dark(#d9d9dd, #3c3c41);
  --text: light-dark(#1f1f23, #ececef); --quiet: light-dark(#5a5a62, #b1b1ba); --link: light-dark(#0a50a8, #8fc0ff) }
* { box-sizing: border-box }
body { background: var(--page); color: var(--text); margin: 0; padding: clamp(1rem, 6vh, 4rem) 1rem 2rem }
main, header, footer { margin: 0 auto; max-width: 36rem; overflow-wrap: anywhere }
main { background: var(--card); border: 1px solid var(--line); border-radius: 1rem; padding: clamp(1.25rem, 5vw, 2.25rem) }
header { font-size: 1.1rem; font-weight: 600; padding: 0 .25rem 1rem }
header img { border-radius: .5rem; display: block; max-height: 3.5rem; max-width: 100% }
/* Most logos are made for paper. */
@media (prefers-color-scheme: dark) { header img { background: #fff; padding: .4rem } }
footer { color: var(--quiet); font-size: .85rem; padding: 1rem .25rem 0 }
h1 { font-size: 1.45rem; line-height: 1.25; margin: 0 0 .75rem; text-wrap: balance }
p { margin: .75rem 0 }
main > :last-child, form > :last-child { margin-block-end: 0 }
ul { margin: .75rem 0; padding-inline-start: 1.25rem }
fieldset { border: 0; margin: 1.5rem 0; min-width: 0; padding: 0 }
legend { color: var(--quiet); font-size: .85rem; font-weight: 600; padding: 0 }
.option { border-block-start: 1px solid var(--line); display: grid; gap: 0 .75rem; grid-template-columns: auto 1fr;
  padding: .75rem 0 }
.option:first-of-type { border: 0 }
.option input { accent-color: ${color}; block-size: 1.25rem; inline-size: 1.25rem; margin: .15rem 0 0 }
.option label { cursor: pointer; font-weight: 500 }
.option small { grid-column: 2 }
small, .quiet { color: var(--quiet); font-size: .9rem }
.buttons { display: flex; flex-wrap: wrap; gap: .75rem }
button { background: ${color}; border: 2px solid ${color}; border-radius: 2rem; color: #fff; cursor: pointer;
  font: inherit; font-weight: 600; padding: .55rem 1.4rem }
button.second { background: none; border-color: var(--line); color: var(--text) }
a { color: var(--link) }
:focus-visible { outline: 3px solid var(--link); outline-offset: 3px }
@media (max-width: 30rem) { .buttons button { inline-size: 100% } }
@media (forced-colors: active) { button { border-color: ButtonBorder } }
`
