import {
  button,
  chip,
  columns,
  design,
  divider,
  h,
  html,
  image,
  type Language,
  lineBreak,
  p,
  pad,
  type Starter,
  section,
  space,
  strong,
  text,
} from './build.ts'
import { firstName, foot, topLine } from './parts.ts'

const ground = '#f1efe6'

const price = (amount: string, language: Language) =>
  `formatCurrency(${amount}, context.order.currency ?: "EUR", "${language === 'fr' ? 'fr-FR' : 'en-IE'}")`

/** A loop is what only HTML can say: a line for each item, and the total under them. */
const lines = (language: Language): string => {
  const cell = 'padding:14px 0;border-bottom:1px solid #8a8f8c55;'
  const quantity = language === 'fr' ? 'Quantité' : 'Quantity'
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;">
<tr><td style="padding:0 40px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;">
{{#each context.order.items as |item|}}
<tr>
<td style="${cell}font-size:16px;line-height:22px;">{{item.name}}<br><span style="font-size:14px;">${quantity} {{item.quantity ?: 1}}</span></td>
<td align="right" valign="top" style="${cell}font-size:16px;line-height:22px;white-space:nowrap;">{{${price('item.price', language)}}}</td>
</tr>
{{/each}}
<tr>
<td style="padding:16px 0 0;font-size:16px;line-height:24px;font-weight:bold;">Total</td>
<td align="right" style="padding:16px 0 0;font-size:20px;line-height:24px;font-weight:bold;white-space:nowrap;">{{${price('context.order.total', language)}}}</td>
</tr>
</table>
</td></tr>
</table>`
}

export const orderConfirmation: Starter = {
  key: 'order-confirmation',
  category: 'transactional',
  name: { en: 'Order confirmation', fr: 'Confirmation de commande' },
  description: {
    en: 'What was ordered line by line, the total, and where it goes.',
    fr: 'Les articles ligne par ligne, le total et l’adresse de livraison.',
  },
  subject: {
    en: 'Thank you! Your order {{context.order.number}} is confirmed',
    fr: 'Merci ! Votre commande {{context.order.number}} est confirmée',
  },
  preheader: {
    en: 'We are preparing it. Everything about your order is in this message.',
    fr: 'Nous la préparons. Tout sur votre commande est dans ce message.',
  },
  design(language, images) {
    const fr = language === 'fr'
    const number = chip('context.order.number')
    return design(
      {
        language,
        background: ground,
        textColor: '#23302a',
        linkColor: '#1f5f4a',
        font: 'Verdana',
        dark: {
          background: '#121613',
          contentBackground: '#1c221e',
          textColor: '#eef3ef',
          linkColor: '#8fd6b4',
        },
      },
      [
        section([space(24)], { background: ground }),
        topLine(
          `${images}/logo-green.png`,
          text([p(fr ? 'N° ' : 'No. ', number)], {
            align: 'right',
            fontSize: 14,
            padding: { top: 10, right: 40, bottom: 10, left: 0 },
          }),
        ),
        section([
          image(`${images}/check.png`, '', { width: 88, padding: pad(16, 40, 12) }),
          text(
            [
              fr
                ? h(1, 'Merci ', chip(firstName, 'à vous'), ' !')
                : h(1, 'Thank you, ', chip(firstName, 'and welcome'), '!'),
            ],
            { align: 'center', fontSize: 15 },
          ),
          text(
            [
              fr
                ? p(
                    'Votre commande ',
                    strong(number),
                    ' est confirmée. Nous vous écrirons dès qu’elle partira.',
                  )
                : p(
                    'Your order ',
                    strong(number),
                    ' is confirmed. We will write again as soon as it leaves.',
                  ),
            ],
            { align: 'center', fontSize: 15, padding: pad(4, 56, 20) },
          ),
          html(lines(language)),
          button(fr ? 'Suivre ma commande' : 'Follow my order', '{{context.order.url}}', {
            background: '#1f5f4a',
            borderRadius: 28,
            padding: pad(28, 40),
          }),
          divider('#c3c9c5'),
        ]),
        columns(
          '1-1',
          [
            [
              text(
                [
                  h(3, fr ? 'Livraison' : 'Delivery'),
                  p(
                    chip('context.order.delivery.recipient', fr ? 'À votre nom' : 'In your name'),
                    lineBreak,
                    chip(
                      'context.order.delivery.address',
                      fr ? 'À l’adresse indiquée' : 'To the address you gave',
                    ),
                  ),
                ],
                { fontSize: 14, padding: pad(8, 40) },
              ),
            ],
            [
              text(
                [
                  h(3, fr ? 'Paiement' : 'Payment'),
                  p(chip('context.order.payment', fr ? 'Par carte bancaire' : 'By card')),
                ],
                { fontSize: 14, padding: pad(8, 40) },
              ),
            ],
          ],
          { padding: pad(4, 0, 28) },
        ),
        foot(language, 'transactional', ground),
      ],
    )
  },
}
