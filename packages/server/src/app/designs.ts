import type { Definition, EmailContent } from '@chappe/core/campaign/schema'
import { checkDesign } from '@chappe/core/design/check'
import { type Mjml, toMjml } from '@chappe/core/design/mjml'
import { type DesignRemark, designLimits, type EmailDesign } from '@chappe/core/design/schema'
import { everyBlock } from '@chappe/core/design/walk'
import { Problem } from '@chappe/core/kit/problem'
import { scan } from '@chappe/core/template/scan'
import type { House } from '../context.ts'
import { htmlOf } from './design/mjml.ts'

/** What compiling needs to know: where the images that come with the product are. */
type Place = Pick<House, 'publicUrl'>

export interface CompiledDesign {
  readonly html: string
  readonly remarks: DesignRemark[]
}

/** A design as a whole HTML document, and what its check finds. Throws `content/not-ready` when it is too large. */
export async function compileDesign(
  place: Place,
  design: EmailDesign,
  title?: string,
): Promise<CompiledDesign> {
  const { mjml, html } = await run(place, design, title)
  return checked(design, mjml.restore(html))
}

/** A visual fragment: only the markup of its sections, to stand among those of a message or in a column. */
export async function compileFragmentDesign(place: Place, design: EmailDesign): Promise<CompiledDesign> {
  const { mjml, html } = await run(place, design)
  return checked(design, mjml.restoreSections(html))
}

/** The content as it is saved: with a design, its HTML is what the design compiles to. */
export async function compiledContent(place: Place, content: EmailContent): Promise<EmailContent> {
  if (!content.design) return content
  const { html } = await compileDesign(place, content.design, titleOf(content))
  return { ...content, html }
}

/** A campaign's definition as it is saved: every content of it compiled, one locale after the other. */
export async function compiledDefinition(place: Place, definition: Definition): Promise<Definition> {
  const variants: Definition['variants'] = []
  for (const variant of definition.variants) variants.push(await compiledContents(place, variant))
  return { ...(await compiledContents(place, definition)), variants }
}

async function compiledContents<T extends Pick<Definition, 'content' | 'translations'>>(
  place: Place,
  given: T,
): Promise<T> {
  const translations: Definition['translations'] = {}
  for (const [locale, content] of Object.entries(given.translations))
    translations[locale] = await compiledContent(place, content)
  return { ...given, content: await compiledContent(place, given.content), translations }
}

/** The subject, unless it depends on the recipient: the title would be one more place to get it wrong. */
const titleOf = ({ subject }: EmailContent): string | undefined =>
  subject.trim() !== '' && scan(subject).every(({ kind }) => kind === 'text') ? subject.trim() : undefined

const checked = (design: EmailDesign, html: string): CompiledDesign => ({
  html,
  remarks: checkDesign(design, html),
})

async function run(
  { publicUrl }: Place,
  design: EmailDesign,
  title?: string,
): Promise<{ mjml: Mjml; html: string }> {
  const blocks = design.sections.length + [...everyBlock(design)].length
  // Compiling takes milliseconds for each section, and one design waits for the other.
  if (blocks > designLimits.altogether)
    throw new Problem(
      'content/not-ready',
      `The design has ${blocks} blocks and sections; ${designLimits.altogether} are the most that can be compiled.`,
      { reason: 'too-many-blocks', blocks, limit: designLimits.altogether },
    )
  const mjml = toMjml(design, { icons: `${publicUrl}/assets/social`, ...(title && { title }) })
  const html = await htmlOf(mjml.source)
  return { mjml, html: compact(html) }
}

/** The compiler indents for readers; mail programs cut what is long. What people wrote is not in it yet. */
const compact = (html: string): string => html.replace(/\s*\n\s*/g, '\n').trim()
