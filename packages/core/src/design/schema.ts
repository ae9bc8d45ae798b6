import { z } from 'zod'

/** Sizes and counts that a design keeps to; every limit of the email designer stands here. */
export const designLimits = {
  sections: 100,
  /** In a column, or in a branch of a conditional block. */
  blocks: 100,
  /** Sections and blocks that a design may have together to be compiled. */
  altogether: 500,
  depth: 2,
  branches: 10,
  socialLinks: 12,
  text: 100_000,
  html: 200_000,
  url: 4_000,
} as const

const id = z.string().min(1).max(40)
/** `#rrggbb`; null: as around it. */
const color = z.string().regex(/^#[0-9a-f]{6}$/i)
const colorOrNone = color.nullable().default(null)
const px = (most: number) => z.int().min(0).max(most)
const padding = z
  .object({ top: px(200), right: px(200), bottom: px(200), left: px(200) })
  .default({ top: 10, right: 24, bottom: 10, left: 24 })
const align = z.enum(['left', 'center', 'right'])
/** An address as written: it may hold personalization, so it is checked when it is known. */
const address = z.string().max(designLimits.url).default('')
/** An expression of the personalization language, without delimiters: `profile.loyalty.tier = "gold"`. */
const condition = z.string().max(4_000)

/**
 * Rich text: a tree of TipTap's JSON, of the nodes and marks below and no others. A `token` is a personalization
 * chip: `expression` without delimiters, `fallback` for when it is empty.
 */
export const richNodes = [
  'doc',
  'paragraph',
  'heading',
  'bulletList',
  'orderedList',
  'listItem',
  'hardBreak',
  'text',
  'token',
] as const
export const richMarks = ['bold', 'italic', 'underline', 'strike', 'link', 'color'] as const
export interface RichNode {
  readonly type: (typeof richNodes)[number]
  /** heading: level 1–3; paragraph and heading: textAlign; token: expression, fallback. */
  readonly attrs?: Readonly<Record<string, string | number | null>> | undefined
  readonly content?: readonly RichNode[] | undefined
  readonly text?: string | undefined
  /** link: href; color: color. */
  readonly marks?:
    | readonly {
        readonly type: (typeof richMarks)[number]
        readonly attrs?: Readonly<Record<string, string | null>> | undefined
      }[]
    | undefined
}
export const RichNode: z.ZodType<RichNode> = z.lazy(() =>
  z.object({
    type: z.enum(richNodes),
    attrs: z.record(z.string(), z.union([z.string().max(4_000), z.number(), z.null()])).optional(),
    content: z.array(RichNode).max(2_000).optional(),
    text: z.string().max(designLimits.text).optional(),
    marks: z
      .array(
        z.object({
          type: z.enum(richMarks),
          attrs: z.record(z.string(), z.union([z.string().max(4_000), z.null()])).optional(),
        }),
      )
      .max(10)
      .optional(),
  }),
)

export const TextBlock = z.object({
  id,
  kind: z.literal('text'),
  text: RichNode,
  fontSize: px(100).default(16),
  /** Percent of the font size. */
  lineHeight: z.int().min(80).max(300).default(150),
  color: colorOrNone,
  background: colorOrNone,
  padding,
})
export const ImageBlock = z.object({
  id,
  kind: z.literal('image'),
  src: address,
  /** Empty on purpose (`decorative`), or a check asks for it. */
  alt: z.string().max(1_000).default(''),
  decorative: z.boolean().default(false),
  href: address,
  /** Pixels; null: the column's. */
  width: px(2_000).nullable().default(null),
  align: align.default('center'),
  borderRadius: px(200).default(0),
  padding,
})
export const ButtonBlock = z.object({
  id,
  kind: z.literal('button'),
  label: z.string().max(500).default(''),
  href: address,
  background: color.default('#3b63fb'),
  color: color.default('#ffffff'),
  fontSize: px(60).default(16),
  borderRadius: px(100).default(8),
  align: align.default('center'),
  fullWidth: z.boolean().default(false),
  padding,
})
export const DividerBlock = z.object({
  id,
  kind: z.literal('divider'),
  color: color.default('#d5d5d5'),
  thickness: px(20).default(1),
  padding,
})
export const SpacerBlock = z.object({ id, kind: z.literal('spacer'), height: px(400).default(24) })
export const socialNetworks = [
  'facebook',
  'instagram',
  'linkedin',
  'x',
  'youtube',
  'tiktok',
  'pinterest',
  'whatsapp',
  'website',
] as const
export const SocialBlock = z.object({
  id,
  kind: z.literal('social'),
  links: z.array(z.object({ network: z.enum(socialNetworks), href: address })).max(designLimits.socialLinks),
  iconSize: px(80).default(28),
  align: align.default('center'),
  padding,
})
/** Raw HTML, for what no block does. */
export const HtmlBlock = z.object({
  id,
  kind: z.literal('html'),
  html: z.string().max(designLimits.html).default(''),
})
/** A saved fragment: of kind visual among the sections or in a column, of kind expression in a column. */
export const FragmentBlock = z.object({
  id,
  kind: z.literal('fragment'),
  fragmentId: z.uuid(),
  name: z.string().max(200),
  /** Values of the fragment's editable fields: templates. */
  fields: z.record(z.string().max(60), z.string().max(4_000)).default({}),
})

type Leaf = z.infer<
  | typeof TextBlock
  | typeof ImageBlock
  | typeof ButtonBlock
  | typeof DividerBlock
  | typeof SpacerBlock
  | typeof SocialBlock
  | typeof HtmlBlock
  | typeof FragmentBlock
>
/** Shows the blocks of the first branch whose condition is true, else `otherwise`. */
export interface ConditionalBlock {
  id: string
  kind: 'conditional'
  branches: { id: string; label: string; condition: string; blocks: Block[] }[]
  otherwise: Block[]
}
export type Block = Leaf | ConditionalBlock
export type BlockKind = Block['kind']
export const blockKinds = [
  'text',
  'image',
  'button',
  'divider',
  'spacer',
  'social',
  'html',
  'fragment',
  'conditional',
] as const satisfies readonly BlockKind[]

export const Block: z.ZodType<Block> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    TextBlock,
    ImageBlock,
    ButtonBlock,
    DividerBlock,
    SpacerBlock,
    SocialBlock,
    HtmlBlock,
    FragmentBlock,
    z.object({
      id,
      kind: z.literal('conditional'),
      branches: z
        .array(z.object({ id, label: z.string().max(200).default(''), condition, blocks: Blocks }))
        .min(1)
        .max(designLimits.branches),
      otherwise: Blocks,
    }),
  ]),
)
const Blocks: z.ZodType<Block[]> = z.lazy(() => z.array(Block).max(designLimits.blocks))

/** Widths of a section's columns, in percent, by the name of its layout. */
export const layouts = {
  '1': [100],
  '1-1': [50, 50],
  '1-2': [33.33, 66.67],
  '2-1': [66.67, 33.33],
  '1-1-1': [33.33, 33.33, 33.34],
  '1-1-1-1': [25, 25, 25, 25],
} as const
export type Layout = keyof typeof layouts

export const Section = z.object({
  id,
  kind: z.literal('section'),
  layout: z.enum(Object.keys(layouts) as [Layout, ...Layout[]]),
  /** As many as the layout has. */
  columns: z
    .array(z.object({ id, blocks: Blocks, background: colorOrNone }))
    .min(1)
    .max(4),
  background: colorOrNone,
  padding: z
    .object({ top: px(200), right: px(200), bottom: px(200), left: px(200) })
    .default({ top: 8, right: 0, bottom: 8, left: 0 }),
  /** Beside each other on phones too. */
  keepOnPhone: z.boolean().default(false),
  /** Shown only when true; empty: always. */
  condition: condition.default(''),
})
export type Section = z.infer<typeof Section>
export const SectionOrFragment = z.discriminatedUnion('kind', [Section, FragmentBlock])
export type SectionOrFragment = z.infer<typeof SectionOrFragment>

/** Fonts that mail programs have (the rest of each stack is added when it is compiled). */
export const fonts = [
  'Arial',
  'Helvetica',
  'Verdana',
  'Tahoma',
  'Trebuchet MS',
  'Georgia',
  'Times New Roman',
  'Courier New',
] as const

/** The document of the email designer. `version` goes up when its shape changes; older ones are brought up on reading. */
export const EmailDesign = z.object({
  version: z.literal(1),
  settings: z
    .object({
      width: z.int().min(320).max(900).default(600),
      background: color.default('#f3f3f3'),
      contentBackground: color.default('#ffffff'),
      textColor: color.default('#292929'),
      linkColor: color.default('#274dea'),
      font: z.enum(fonts).default('Arial'),
      /** Language of the text, for screen readers (BCP 47). */
      language: z.string().max(20).default('en'),
      /** Colors of dark mode; null: left to the mail program. */
      dark: z
        .object({ background: color, contentBackground: color, textColor: color, linkColor: color })
        .nullable()
        .default(null),
    })
    .default({
      width: 600,
      background: '#f3f3f3',
      contentBackground: '#ffffff',
      textColor: '#292929',
      linkColor: '#274dea',
      font: 'Arial',
      language: 'en',
      dark: null,
    }),
  sections: z.array(SectionOrFragment).max(designLimits.sections),
})
export type EmailDesign = z.infer<typeof EmailDesign>

/** What a design's check finds: alt texts, contrast, links, size. The screen translates by code and params. */
const designRemarkCodes = [
  'image-without-alt',
  'image-without-source',
  'insecure-image',
  'button-without-label',
  'link-without-address',
  'invalid-address',
  'low-contrast',
  'empty-design',
  'html-heavy',
  'columns-mismatch',
  'compiler',
] as const
export const DesignRemark = z.object({
  code: z.enum(designRemarkCodes),
  level: z.enum(['error', 'warning']),
  /** Id of the block or section. */
  at: z.string().nullable(),
  /** English sentence. */
  message: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type DesignRemark = z.infer<typeof DesignRemark>
