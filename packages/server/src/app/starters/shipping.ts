import {
  button,
  chip,
  columns,
  design,
  divider,
  h,
  image,
  p,
  pad,
  type Starter,
  section,
  space,
  strong,
  text,
} from './build.ts'
import { firstName, foot, masthead } from './parts.ts'

const ground = '#eaf3f6'
const done = '#0b6b8a'
const ahead = '#b9c9cf'

export const shipping: Starter = {
  key: 'shipping',
  category: 'transactional',
  name: { en: 'Shipping', fr: 'Expédition' },
  description: {
    en: 'The parcel has left: when it arrives, how far it is, where to follow it.',
    fr: 'Le colis est parti : quand il arrive, où il en est, comment le suivre.',
  },
  subject: { en: 'Your parcel is on its way', fr: 'Votre colis est en route' },
  preheader: {
    en: 'Order {{context.order.number}} has just left with {{context.parcel.carrier ?: "our carrier"}}.',
    fr: 'La commande {{context.order.number}} vient de partir avec {{context.parcel.carrier ?: "notre transporteur"}}.',
  },
  design(language, images) {
    const fr = language === 'fr'
    const day = `formatDate(context.parcel.arrivalDate, "EEEE d MMMM", "${fr ? 'fr-FR' : 'en-GB'}")`
    const step = (label: string, color: string) => [
      divider(color, 6, pad(0, 4)),
      text([p(color === done ? strong(label) : label)], {
        align: 'center',
        fontSize: 13,
        padding: pad(6, 2, 0),
      }),
    ]
    return design(
      {
        language,
        background: ground,
        textColor: '#143039',
        linkColor: '#0b5c7a',
        font: 'Trebuchet MS',
        dark: {
          background: '#0c1518',
          contentBackground: '#152227',
          textColor: '#e8f2f5',
          linkColor: '#7fd0ea',
        },
      },
      [
        section([space(24)], { background: ground }),
        masthead(language, `${images}/logo-blue.png`),
        section([
          image(
            `${images}/delivery.png`,
            fr
              ? 'Une camionnette de livraison sur une route de campagne'
              : 'A delivery van on a country road',
          ),
          text([h(1, fr ? 'C’est parti !' : 'It is on its way!')], {
            align: 'center',
            padding: pad(28, 40, 4),
          }),
          text(
            [
              fr
                ? p(
                    'Bonjour ',
                    chip(firstName, 'à vous'),
                    ' ! Votre commande ',
                    strong(chip('context.order.number')),
                    ' a quitté notre entrepôt.',
                  )
                : p(
                    'Hello ',
                    chip(firstName, 'there'),
                    '! Your order ',
                    strong(chip('context.order.number')),
                    ' has left our warehouse.',
                  ),
              p(
                fr ? 'Arrivée prévue : ' : 'Expected: ',
                strong(chip(day, fr ? 'dans quelques jours' : 'in a few days')),
              ),
            ],
            { align: 'center', padding: pad(4, 48, 20) },
          ),
        ]),
        columns(
          '1-1-1',
          [
            step(fr ? 'Préparée' : 'Prepared', done),
            step(fr ? 'Expédiée' : 'Shipped', done),
            step(fr ? 'Livrée' : 'Delivered', ahead),
          ],
          { keepOnPhone: true, padding: pad(0, 32, 8) },
        ),
        section([
          button(fr ? 'Suivre mon colis' : 'Follow my parcel', '{{context.parcel.trackingUrl}}', {
            background: done,
            borderRadius: 6,
            padding: pad(20, 40, 12),
          }),
          text(
            [
              p(
                fr ? 'Transporteur : ' : 'Carrier: ',
                chip('context.parcel.carrier', fr ? 'notre transporteur' : 'our carrier'),
                fr ? ', suivi n° ' : ', tracking no. ',
                chip('context.parcel.trackingNumber'),
              ),
            ],
            { align: 'center', fontSize: 14, padding: pad(4, 40, 32) },
          ),
        ]),
        section(
          [
            text(
              [
                h(3, fr ? 'Personne à la maison ?' : 'Nobody at home?'),
                p(
                  fr
                    ? 'Le livreur laisse un avis ou confie le colis à un voisin. La page de suivi permet de choisir un autre jour.'
                    : 'The driver leaves a note, or the parcel with a neighbour. The tracking page lets you choose another day.',
                ),
              ],
              { fontSize: 14, padding: pad(20, 40) },
            ),
          ],
          { background: '#d7eaf0' },
        ),
        foot(language, 'transactional', ground),
      ],
    )
  },
}
