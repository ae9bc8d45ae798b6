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
  social,
  space,
  text,
} from './build.ts'
import { firstName, foot, masthead } from './parts.ts'

const ground = '#fdf3ea'

export const welcome: Starter = {
  key: 'welcome',
  category: 'marketing',
  name: { en: 'Welcome', fr: 'Bienvenue' },
  description: {
    en: 'A warm beginning: who you are, and three things to do first.',
    fr: 'Un début chaleureux : qui vous êtes, et trois choses à faire en premier.',
  },
  subject: {
    en: 'Welcome, {{profile.person.name.firstName ?: "good to see you"}}!',
    fr: 'Bienvenue {{profile.person.name.firstName ?: "parmi nous"}} !',
  },
  preheader: {
    en: 'Three small things to make yourself at home.',
    fr: 'Trois petites choses pour vous sentir chez vous.',
  },
  design(language, images) {
    const fr = language === 'fr'
    const first = (number: string, title: string, body: string) => [
      text([h(1, number)], { align: 'center', fontSize: 20, color: '#cf5a30', padding: pad(8, 16, 0) }),
      text([h(3, title), p(body)], { align: 'center', fontSize: 15, padding: pad(0, 20, 16) }),
    ]
    return design(
      {
        language,
        background: ground,
        textColor: '#3a241b',
        linkColor: '#a3360f',
        font: 'Georgia',
        dark: {
          background: '#1a110d',
          contentBackground: '#261a15',
          textColor: '#f8ece4',
          linkColor: '#ffab85',
        },
      },
      [
        section([space(24)], { background: ground }),
        masthead(language, `${images}/logo-coral.png`),
        section([
          image(
            `${images}/hills.png`,
            fr ? 'Le soleil se lève sur des collines' : 'The sun rises over hills',
          ),
          text(
            [
              fr
                ? h(1, 'Ravis de vous connaître, ', chip(firstName, 'et bienvenue'), ' !')
                : h(1, 'Good to meet you, ', chip(firstName, 'and welcome'), '!'),
            ],
            { align: 'center', fontSize: 18, padding: pad(32, 40, 8) },
          ),
          text(
            [
              p(
                fr
                  ? 'Merci de nous avoir rejoints. Nous vous écrirons peu, et seulement quand nous aurons quelque chose à dire : des nouveautés, des idées, et de temps en temps une surprise.'
                  : 'Thank you for joining us. We write rarely, and only when there is something to say: what is new, what is useful, and now and then a surprise.',
              ),
            ],
            { align: 'center', fontSize: 17, padding: pad(4, 48, 8) },
          ),
          button(fr ? 'Découvrir la boutique' : 'Look around', 'https://www.example.com/', {
            background: '#b23c17',
            borderRadius: 28,
            padding: pad(16, 40, 32),
          }),
          divider('#e0a586', 1, pad(0, 40)),
        ]),
        columns(
          '1-1-1',
          [
            first(
              '1',
              fr ? 'Votre profil' : 'Your profile',
              fr ? 'Dites-nous ce qui vous plaît.' : 'Tell us what you like.',
            ),
            first(
              '2',
              fr ? 'Vos favoris' : 'Your favourites',
              fr ? 'Gardez-les pour plus tard.' : 'Keep them for later.',
            ),
            first(
              '3',
              fr ? 'Votre cadeau' : 'Your gift',
              fr ? 'Il vous attend au premier achat.' : 'It waits for your first order.',
            ),
          ],
          { padding: pad(20, 24, 24) },
        ),
        foot(language, 'marketing', ground, [social('instagram', 'facebook', 'pinterest')]),
      ],
    )
  },
}
