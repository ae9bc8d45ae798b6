import {
  button,
  chip,
  columns,
  design,
  divider,
  h,
  image,
  link,
  p,
  pad,
  type Starter,
  section,
  social,
  space,
  strong,
  text,
} from './build.ts'
import { firstName, foot } from './parts.ts'

const ground = '#f6eef1'

export const newsletter: Starter = {
  key: 'newsletter',
  category: 'marketing',
  name: { en: 'Newsletter', fr: 'Lettre d’information' },
  description: {
    en: 'One main story, two short ones, and a thought to end with.',
    fr: 'Un grand sujet, deux brèves, et une pensée pour finir.',
  },
  subject: { en: 'The letter: time for green things', fr: 'La lettre : le temps des feuilles' },
  preheader: {
    en: 'A garden on a windowsill, a mug worth keeping, and the right light.',
    fr: 'Un jardin à la fenêtre, une tasse qui dure, et la bonne lumière.',
  },
  design(language, images) {
    const fr = language === 'fr'
    const more = (path: string) =>
      p(strong(link(`https://www.example.com/${path}`, fr ? 'Lire la suite' : 'Read on')))
    const story = (file: string, alt: string, title: string, body: string, path: string) => [
      image(`${images}/${file}.png`, alt, { padding: pad(8, 16), borderRadius: 6 }),
      text([h(2, title), p(body), more(path)], { fontSize: 16, padding: pad(4, 16, 20) }),
    ]
    return design(
      {
        language,
        background: ground,
        textColor: '#2c1a22',
        linkColor: '#7a1d4b',
        font: 'Georgia',
        dark: {
          background: '#170f13',
          contentBackground: '#221820',
          textColor: '#f7ebf0',
          linkColor: '#ffa9cd',
        },
      },
      [
        section([space(24)], { background: ground }),
        section([
          image(`${images}/logo-plum.png`, '', { width: 40, padding: pad(28, 40, 8) }),
          text([h(1, fr ? 'La lettre' : 'The letter')], {
            align: 'center',
            fontSize: 22,
            padding: pad(0, 40),
          }),
          text([p(fr ? 'Des idées calmes, une fois par mois' : 'Quiet ideas, once a month')], {
            align: 'center',
            fontSize: 15,
            padding: pad(0, 40, 16),
          }),
          image(
            `${images}/leaves.png`,
            fr ? 'Trois rameaux aux feuilles pourpres' : 'Three twigs with purple leaves',
          ),
          text(
            [
              h(1, fr ? 'Un jardin sur le rebord de la fenêtre' : 'A garden on the windowsill'),
              fr
                ? p(
                    'Bonjour ',
                    chip(firstName, 'à vous'),
                    ' ! Il suffit de trois pots, d’un peu de soleil et de dix minutes par semaine. Nous avons demandé à une jardinière ce qui pousse vraiment en ville, et ce qu’il vaut mieux laisser au marché.',
                  )
                : p(
                    'Hello ',
                    chip(firstName, 'there'),
                    '! Three pots, some sun and ten minutes a week are enough. We asked a gardener what really grows in town, and what is better left to the market.',
                  ),
            ],
            { fontSize: 17, padding: pad(28, 40, 4) },
          ),
          button(fr ? 'Lire l’article' : 'Read the story', 'https://www.example.com/garden', {
            background: '#7a1d4b',
            align: 'left',
            borderRadius: 4,
            padding: pad(14, 40, 28),
          }),
          divider('#c9a3b3', 1, pad(0, 40)),
        ]),
        columns(
          '1-1',
          [
            story(
              'kiln',
              fr ? 'Un vase et une tasse en grès' : 'A vase and a mug of stoneware',
              fr ? 'La tasse qui dure' : 'A mug worth keeping',
              fr
                ? 'Dans l’atelier d’un potier qui répare ce qu’il vend.'
                : 'In the workshop of a potter who mends what he sells.',
              'mug',
            ),
            story(
              'evening',
              fr ? 'Une lampe allumée le soir' : 'A lamp in the evening',
              fr ? 'La bonne lumière' : 'The right light',
              fr
                ? 'Où poser une lampe pour que le soir paraisse long.'
                : 'Where to put a lamp to make the evening long.',
              'light',
            ),
          ],
          { padding: pad(24, 24, 12) },
        ),
        section(
          [
            text(
              [
                h(2, fr ? '« On ne possède que ce dont on prend soin. »' : '“We own only what we care for.”'),
                p(
                  fr
                    ? 'Une lectrice, en réponse à notre dernière lettre'
                    : 'A reader, answering our last letter',
                ),
              ],
              { align: 'center', fontSize: 16, color: '#ffffff', padding: pad(36, 48) },
            ),
          ],
          { background: '#7a1d4b' },
        ),
        foot(language, 'marketing', ground, [social('instagram', 'youtube', 'website')]),
      ],
    )
  },
}
