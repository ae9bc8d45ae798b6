import type { Settings } from './colors.ts'
import { fontStacks } from './fonts.ts'
import { layouts } from './schema.ts'

/** Columns stand beside each other from this width on, in pixels. */
const breakpoint = 480

/** The head: title, fonts, the styles that stand in every message, and dark mode. */
export function headMjml(settings: Settings, title: string): string {
  const dark = darkStyle(settings)
  const schemes =
    dark === '' ? '' : `<mj-raw>${metaTag('color-scheme')}${metaTag('supported-color-schemes')}</mj-raw>`
  return [
    '<mj-head>',
    `<mj-title>${title}</mj-title>`,
    `<mj-breakpoint width="${breakpoint}px" />`,
    `<mj-attributes><mj-all font-family="${fontStacks[settings.font]}" /></mj-attributes>`,
    schemes,
    `<mj-style>${layoutStyle}${dark}</mj-style>`,
    '</mj-head>',
  ].join('')
}

const metaTag = (name: string) => `<meta name="${name}" content="light dark">`

const columnWidths = [...new Set(Object.values(layouts).flat())]
const columnClass = (width: number) =>
  `.mj-column-per-${String(width).replace('.', '-')} { width:${width}% !important; max-width: ${width}%; }`

/**
 * Whatever the sections of a design need, every message has: a fragment that is put among them later brings no
 * head of its own.
 */
const layoutStyle = [
  `@media only screen and (min-width:${breakpoint}px) { ${columnWidths.map(columnClass).join(' ')} }`,
  `@media only screen and (max-width:${breakpoint - 1}px) { table.mj-full-width-mobile { width: 100% !important; } td.mj-full-width-mobile { width: auto !important; } }`,
].join('\n')

/**
 * The colors of dark mode, for the mail programs that ask the style sheet and for those of Outlook, which mark
 * what they have recolored with data-ogsc and data-ogsb. They change what has the design's own colors; where
 * somebody chose others, those stay with what stands on them.
 */
function darkStyle({ dark }: Settings): string {
  if (!dark) return ''
  const ground = (color: string) => `background: ${color} !important; background-color: ${color} !important;`
  const text = `color: ${dark.textColor} !important;`
  const link = `color: ${dark.linkColor} !important;`
  const page = ground(dark.background)
  const content = ground(dark.contentBackground)
  return [
    '',
    ':root { color-scheme: light dark; supported-color-schemes: light dark; }',
    '@media (prefers-color-scheme: dark) {',
    `  .c-body, .c-body > div, .c-page, .c-page > table { ${page} }`,
    `  .c-content, .c-content > table { ${content} }`,
    `  .c-text > div { ${text} }`,
    `  .c-link a { ${link} }`,
    '}',
    `[data-ogsb] .c-page, [data-ogsb] .c-page > table { ${page} }`,
    `[data-ogsb] .c-content, [data-ogsb] .c-content > table { ${content} }`,
    `[data-ogsc] .c-text > div { ${text} }`,
    `[data-ogsc] .c-link a { ${link} }`,
  ].join('\n')
}
