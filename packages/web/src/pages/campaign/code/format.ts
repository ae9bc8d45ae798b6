import { scan } from '@chappe/core/template/scan'

/**
 * HTML with its lines broken and indented anew, template tags untouched; the text as it was when laying it out
 * would have changed a tag. The formatter is fetched when it is first asked for.
 */
export async function formatHtml(text: string): Promise<string> {
  const { default: beautify } = await import('js-beautify')
  const formatted = beautify.html(text, {
    indent_size: 2,
    indent_handlebars: true,
    indent_inner_html: true,
    wrap_line_length: 0,
    preserve_newlines: true,
    max_preserve_newlines: 2,
    // An email's own spaces count: between inline elements, and in what says so.
    content_unformatted: ['pre', 'textarea'],
    extra_liners: [],
    end_with_newline: text.endsWith('\n'),
  })
  return sameTags(text, formatted) ? formatted : text
}

/** Whether both texts have the same template tags in the same order, spaces at their edges aside. */
export function sameTags(before: string, after: string): boolean {
  const [a, b] = [tagsOf(before), tagsOf(after)]
  return a.length === b.length && a.every((tag, at) => tag === b[at])
}

const tagsOf = (text: string): string[] =>
  scan(text)
    .filter(({ kind }) => kind !== 'text')
    .map(({ offset, end }) => text.slice(offset, end).replace(/\s+/g, ' '))
