import { safeAddress } from '@chappe/core/design/address'
import type { Block } from '@chappe/core/design/schema'
import Code from '@react-spectrum/s2/icons/Code'
import Collection from '@react-spectrum/s2/icons/Collection'
import ImageIcon from '@react-spectrum/s2/icons/Image'
import { memo, useState } from 'react'
import { useText } from '../../text.ts'
import { isBlank } from '../state/names.ts'
import { RichView } from '../text/RichView.tsx'
import { useSettled } from '../useSettled.ts'
import css from './canvas.module.css'
import { background, justify, paddingOf } from './style.ts'

export type Of<K extends Block['kind']> = Extract<Block, { kind: K }>
type Leaf = Exclude<Block, { kind: 'conditional' }>

/** A block on the canvas, nearly as the message will show it. */
export const BlockContent = memo(function BlockContent({ block }: { block: Leaf }) {
  switch (block.kind) {
    case 'text':
      return <TextContent block={block} />
    case 'image':
      return <ImageContent block={block} />
    case 'button':
      return <ButtonContent block={block} />
    case 'divider':
      return (
        <div style={{ padding: paddingOf(block.padding) }}>
          <div style={{ borderTop: `${block.thickness}px solid ${block.color}` }} />
        </div>
      )
    case 'spacer':
      return <div className={css.spacer} style={{ height: block.height }} />
    case 'social':
      return <SocialContent block={block} />
    case 'html':
      return <HtmlContent block={block} />
    case 'fragment':
      return <FragmentContent block={block} />
  }
})

/** What is around a text, written in or not. */
export const textStyle = ({ padding, fontSize, lineHeight, color, background: ground }: Of<'text'>) => ({
  padding: paddingOf(padding),
  fontSize,
  lineHeight: lineHeight / 100,
  ...(color !== null && { color }),
  ...background(ground),
})

function TextContent({ block }: { block: Of<'text'> }) {
  const t = useText()
  return (
    <div style={textStyle(block)}>
      {isBlank(block) ? (
        <p className={css.hint}>{t('designer.text.hint')}</p>
      ) : (
        <RichView node={block.text} />
      )}
    </div>
  )
}

function ImageContent({ block }: { block: Of<'image'> }) {
  const t = useText()
  const [broken, setBroken] = useState<string>()
  // Not each half of an address while it is typed: that would ask one stranger’s server after the other.
  const src = safeAddress(useSettled(block.src, 600), 'image')
  const isShown = src !== '' && !src.includes('{{') && broken !== src
  return (
    <div style={{ padding: paddingOf(block.padding), display: 'flex', justifyContent: justify[block.align] }}>
      {isShown ? (
        <img
          className={css.image}
          src={src}
          alt={block.alt}
          draggable={false}
          referrerPolicy="no-referrer"
          onError={() => setBroken(src)}
          style={{ width: block.width ?? '100%', borderRadius: block.borderRadius }}
        />
      ) : (
        <div className={css.placeholder} style={block.width === null ? {} : { width: block.width }}>
          <ImageIcon />
          <span>
            {block.src === ''
              ? t('designer.image.hint')
              : broken === src
                ? t('designer.image.broken')
                : block.src}
          </span>
        </div>
      )}
    </div>
  )
}

function ButtonContent({ block }: { block: Of<'button'> }) {
  const t = useText()
  return (
    <div style={{ padding: paddingOf(block.padding), display: 'flex', justifyContent: justify[block.align] }}>
      <span
        className={css.button}
        style={{
          backgroundColor: block.background,
          color: block.color,
          fontSize: block.fontSize,
          borderRadius: block.borderRadius,
          ...(block.fullWidth && { width: '100%' }),
        }}
      >
        {block.label || <em>{t('designer.button.hint')}</em>}
      </span>
    </div>
  )
}

function SocialContent({ block }: { block: Of<'social'> }) {
  const t = useText()
  return (
    <div
      className={css.social}
      style={{ padding: paddingOf(block.padding), justifyContent: justify[block.align] }}
    >
      {block.links.length === 0 && <p className={css.hint}>{t('designer.social.hint')}</p>}
      {block.links.map(({ network }, at) => (
        // The same network may stand here twice: a link is known by its place only.
        <img
          key={`${at} ${network}`}
          src={`/assets/social/${network}.png`}
          alt={t(`designer.network.${network}`)}
          draggable={false}
          width={block.iconSize}
          height={block.iconSize}
        />
      ))}
    </div>
  )
}

/** Foreign HTML is shown as what it is: it never becomes part of this page. The preview shows what it does. */
function HtmlContent({ block }: { block: Of<'html'> }) {
  const t = useText()
  const first = block.html.trim()
  return (
    <div className={css.card}>
      <strong>
        <Code />
        {t('designer.kind.html')}
      </strong>
      <code>{first === '' ? t('designer.html.hint') : first.slice(0, 240)}</code>
    </div>
  )
}

function FragmentContent({ block }: { block: Of<'fragment'> }) {
  const t = useText()
  return (
    <div className={css.card}>
      <strong>
        <Collection />
        {block.name || t('designer.kind.fragment')}
      </strong>
      <span>{t('designer.fragment.hint')}</span>
    </div>
  )
}
