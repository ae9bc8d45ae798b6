/** MJML to HTML: strict, without a look at any file. Half a second and tens of megabytes at the first call. */
export async function compileMjml(source: string): Promise<string> {
  const { default: mjml2html } = await import('mjml')
  const { html } = await mjml2html(source, { validationLevel: 'strict', ignoreIncludes: true, fonts: {} })
  return html
}
