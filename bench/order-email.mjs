// An email of about 30 KB in the syntax that we share with Handlebars: 25 fields, 2 loops, 3 conditions, 15 links.

const font = 'font-family:Arial,Helvetica,sans-serif;font-size:14px;line-height:22px;color:#333333'
const cell = `style="padding:12px 24px;${font};border-bottom:1px solid #eeeeee"`
const row = (content) =>
  `<tr><td ${cell}><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td style="${font}">${content}</td></tr></table></td></tr>\n`

const fields = [
  'profile.person.name.firstName',
  'profile.person.name.lastName',
  'profile.loyalty.number',
  'profile.loyalty.tier',
  'profile.loyalty.points',
  'profile.homeAddress.street',
  'profile.homeAddress.postalCode',
  'profile.homeAddress.city',
  'profile.homeAddress.country',
  'context.order.number',
  'context.order.date',
  'context.order.total',
  'context.order.currency',
  'context.order.tax',
  'context.order.shipping',
  'context.order.payment.kind',
  'context.order.payment.lastDigits',
  'context.delivery.date',
  'context.delivery.carrier',
  'context.delivery.place',
  'context.store.name',
  'context.store.phone',
  'context.store.city',
  'context.agent',
  'context.locale',
]
const pages = 'orders returns help shops account privacy terms cookies jobs press blog gifts sizes care sale'
const links = pages.split(' ')

const filler = (n, link) =>
  row(
    `Article ${n} des conditions générales : livraison du lundi au samedi, retours gratuits sous trente jours, échanges en boutique sur présentation de ce message.${
      link
        ? ` <a href="https://shop.example/${link}?ref=confirmation" style="color:#3b63fb;text-decoration:underline">${link}</a>`
        : ''
    }`,
  )

/**
 * The source, for us and for Handlebars.
 * @param {{ itemLinks?: boolean }} [options] whether each article of the loop has a link made of its values
 */
export function orderEmail({ itemLinks = false } = {}) {
  const article = itemLinks
    ? '<a href="https://shop.example/p/{{item.sku}}?size={{item.size}}">{{item.name}}</a>'
    : '{{item.name}}'
  const parts = [
    row(`{{#if profile.loyalty.member}}<strong>Merci de votre fidélité.</strong>{{/if}}`),
    row(
      `<table>{{#each context.order.items as |item|}}<tr><td style="${font}">{{item.quantity}} × ${article}</td><td style="${font}">{{item.price}}</td></tr>{{/each}}</table>`,
    ),
    row(
      `{{#if context.delivery.express}}<em>Livraison express</em>{{else}}<em>Livraison standard</em>{{/if}}`,
    ),
    row(
      `<ul>{{#each context.suggestions as |one|}}<li style="${font}">{{one.name}} ({{one.price}})</li>{{/each}}</ul>`,
    ),
    row(`{{#if context.order.gift}}<p>Un mot accompagne ce cadeau.</p>{{/if}}`),
    ...fields.map((field, n) => row(`Champ ${n} : <b>{{${field}}}</b>`)),
    ...links.map((link, n) => filler(n, link)),
    ...Array.from({ length: 15 }, (_, n) => filler(n + links.length)),
  ]
  return `<!doctype html>\n<html lang="fr"><head><meta charset="utf-8"><title>Votre commande</title></head>\n<body style="margin:0;background:#f4f4f4"><table role="presentation" width="100%">\n${parts.join('')}</table></body></html>\n`
}

/** The same for Liquid, which only writes its blocks otherwise. */
export const inLiquid = (source) =>
  source
    .replace(/{{#each ([\w.]+) as \|(\w+)\|}}/g, '{% for $2 in $1 %}')
    .replaceAll('{{/each}}', '{% endfor %}')
    .replace(/{{#if ([\w.]+)}}/g, '{% if $1 %}')
    .replaceAll('{{else}}', '{% else %}')
    .replaceAll('{{/if}}', '{% endif %}')

/** What message `n` is written with. Texts hold `&`, `<` and accents; no quotes, which each engine spells its way. */
export const orderScope = (n) =>
  JSON.parse(
    JSON.stringify({
      profile: {
        person: {
          name: { firstName: ['Élodie', 'Marc', 'Zoë', 'Jean-Luc'][n % 4], lastName: `Durand ${n}` },
        },
        loyalty: {
          number: `FR${100_000 + n}`,
          tier: ['gold', 'silver'][n % 2],
          points: n,
          member: n % 3 > 0,
        },
        homeAddress: {
          street: `${n} rue de la République`,
          postalCode: String(69_000 + (n % 9)),
          city: 'Lyon',
          country: 'France',
        },
      },
      context: {
        order: {
          number: `CH-${n}`,
          date: '2026-09-14',
          total: 129.9 + (n % 50),
          currency: 'EUR',
          tax: '21,65',
          shipping: 4.9,
          payment: { kind: 'Visa & Co', lastDigits: String(1000 + (n % 9000)) },
          gift: n % 5 === 0,
          items: Array.from({ length: 5 }, (_, i) => ({
            name: ['Chemise en lin', 'Tasse <bleue>', 'Écharpe'][i % 3],
            sku: `SKU-${n}-${i}`,
            size: ['M', 'L'][i % 2],
            quantity: i + 1,
            price: `${20 + i},${10 + (n % 90)}`,
          })),
        },
        delivery: { date: '2026-09-18', carrier: 'Colissimo', place: 'Domicile', express: n % 2 === 0 },
        store: { name: 'Maison Durand & Fils', phone: '+33612345678', city: 'Lyon' },
        suggestions: Array.from({ length: 3 }, (_, i) => ({
          name: `Idée ${i} pour ${n}`,
          price: `${5 + i},90`,
        })),
        agent: 'Service client',
        locale: 'fr-FR',
      },
    }),
  )
