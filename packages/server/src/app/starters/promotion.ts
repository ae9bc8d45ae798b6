import {
  button,
  chip,
  columns,
  design,
  h,
  image,
  lineBreak,
  p,
  pad,
  type Starter,
  section,
  space,
  strong,
  struck,
  text,
  when,
} from './build.ts'
import { firstName, foot } from './parts.ts'

const ground = '#f1edfa'

export const promotion: Starter = {
  key: 'promotion',
  category: 'marketing',
  name: { en: 'Promotion', fr: 'Promotion' },
  description: {
    en: 'An offer, its code and its end, three products, and more for loyal customers.',
    fr: 'Une offre, son code et sa fin, trois produits, et un geste pour les fidèles.',
  },
  subject: {
    en: '{{profile.person.name.firstName ?: "For you"}}: 20% off everything, until Sunday',
    fr: '{{profile.person.name.firstName ?: "Pour vous"}} : −20 % sur tout, jusqu’à dimanche',
  },
  preheader: {
    en: 'With the code {{context.offer.code ?: "SUNDAY20"}}, in the shop and online.',
    fr: 'Avec le code {{context.offer.code ?: "DIMANCHE20"}}, en boutique et en ligne.',
  },
  design(language, images) {
    const fr = language === 'fr'
    const shop = 'https://www.example.com/'
    const product = (file: string, alt: string, before: string, now: string) => [
      image(`${images}/product-${file}.png`, alt, {
        href: `${shop}${file}`,
        borderRadius: 12,
        padding: pad(8, 12),
      }),
      text([p(strong(alt), lineBreak, struck(before), '  ', strong(now))], {
        align: 'center',
        fontSize: 15,
        padding: pad(4, 8, 16),
      }),
    ]
    return design(
      {
        language,
        background: ground,
        textColor: '#261a3d',
        linkColor: '#5b21b6',
        font: 'Arial',
        dark: {
          background: '#120c1f',
          contentBackground: '#1d1530',
          textColor: '#f1ebff',
          linkColor: '#c9b3ff',
        },
      },
      [
        section([space(24)], { background: ground }),
        section(
          [
            image(`${images}/shapes.png`, '', {
              href: shop,
              alt: fr ? 'Voir l’offre' : 'See the offer',
              decorative: false,
            }),
            text([h(1, fr ? '−20 % sur tout' : '20% off everything')], {
              align: 'center',
              fontSize: 26,
              color: '#ffffff',
              padding: pad(28, 32, 0),
            }),
            text(
              [
                fr
                  ? p(
                      chip(firstName, 'Bonjour'),
                      ', c’est le moment de se faire plaisir : jusqu’à dimanche soir, toute la boutique est à −20 %.',
                    )
                  : p(
                      chip(firstName, 'Hello'),
                      ', treat yourself: until Sunday night everything in the shop is 20% off.',
                    ),
              ],
              { align: 'center', fontSize: 17, color: '#f1ebff', padding: pad(8, 48) },
            ),
            text(
              [
                p(
                  fr ? 'Votre code : ' : 'Your code: ',
                  strong(chip('context.offer.code', fr ? 'DIMANCHE20' : 'SUNDAY20')),
                ),
              ],
              {
                align: 'center',
                fontSize: 18,
                color: '#fde047',
                padding: pad(8, 48),
              },
            ),
            button(fr ? 'J’en profite' : 'Shop now', shop, {
              background: '#fde047',
              color: '#2e1065',
              fontSize: 18,
              borderRadius: 32,
              padding: pad(16, 40, 40),
            }),
          ],
          { background: '#4c1d95' },
        ),
        section([
          text([h(2, fr ? 'Nos préférés' : 'Our favourites')], { align: 'center', padding: pad(32, 40, 4) }),
        ]),
        columns(
          '1-1-1',
          [
            product('mug', fr ? 'Tasse Lilas' : 'Lilac mug', fr ? '25 €' : '€25', fr ? '20 €' : '€20'),
            product('vase', fr ? 'Vase Abricot' : 'Apricot vase', fr ? '45 €' : '€45', fr ? '36 €' : '€36'),
            product('lamp', fr ? 'Lampe Soleil' : 'Sunny lamp', fr ? '90 €' : '€90', fr ? '72 €' : '€72'),
          ],
          { padding: pad(4, 16, 16) },
        ),
        section(
          [
            when(
              fr ? 'Membres Or' : 'Gold members',
              'profile.loyalty.tier = "gold"',
              [
                text(
                  [
                    h(3, fr ? '★ Merci de votre fidélité' : '★ Thank you for your loyalty'),
                    p(
                      fr
                        ? 'Membre Or : la livraison express vous est offerte sur cette commande.'
                        : 'As a Gold member you get express delivery for free with this order.',
                    ),
                  ],
                  { align: 'center', fontSize: 15, padding: pad(20, 40) },
                ),
              ],
              [
                text(
                  [
                    p(
                      fr
                        ? 'Livraison offerte dès 50 € d’achat.'
                        : 'Free delivery for orders of €50 and more.',
                    ),
                  ],
                  { align: 'center', fontSize: 15, padding: pad(20, 40) },
                ),
              ],
            ),
          ],
          { background: '#fdf3d0' },
        ),
        foot(language, 'marketing', ground),
      ],
    )
  },
}
