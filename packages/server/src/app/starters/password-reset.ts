import { button, chip, design, h, image, link, p, pad, type Starter, section, space, text } from './build.ts'
import { firstName, foot, masthead } from './parts.ts'

const ground = '#eef0f8'

export const passwordReset: Starter = {
  key: 'password-reset',
  category: 'transactional',
  name: { en: 'Password reset', fr: 'Mot de passe oublié' },
  description: {
    en: 'One button, how long it works, and what to do when nobody asked.',
    fr: 'Un bouton, sa durée de validité, et que faire si l’on n’a rien demandé.',
  },
  subject: { en: 'Choose a new password', fr: 'Choisissez un nouveau mot de passe' },
  preheader: {
    en: 'This link works for {{context.validMinutes ?: 60}} minutes.',
    fr: 'Ce lien est valable {{context.validMinutes ?: 60}} minutes.',
  },
  design(language, images) {
    const fr = language === 'fr'
    const reset = '{{context.resetUrl}}'
    const minutes = chip('context.validMinutes', '60')
    return design(
      {
        language,
        background: ground,
        textColor: '#1e2440',
        linkColor: '#3442b8',
        font: 'Helvetica',
        dark: {
          background: '#10131f',
          contentBackground: '#1a1f30',
          textColor: '#eceefa',
          linkColor: '#a9b3ff',
        },
      },
      [
        section([space(24)], { background: ground }),
        masthead(language, `${images}/logo-indigo.png`),
        section([
          image(`${images}/lock.png`, '', { width: 112, padding: pad(4, 40, 12) }),
          text([h(1, fr ? 'Un nouveau mot de passe' : 'A new password')], { align: 'center' }),
          text(
            [
              fr
                ? p(
                    'Bonjour ',
                    chip(firstName, 'à vous'),
                    ' ! Vous avez demandé à changer votre mot de passe.',
                  )
                : p('Hello ', chip(firstName, 'there'), '! You asked to change your password.'),
              fr
                ? p('Le bouton ci-dessous fonctionne pendant ', minutes, ' minutes, une seule fois.')
                : p('The button below works for ', minutes, ' minutes, and only once.'),
            ],
            { align: 'center', padding: pad(8, 56) },
          ),
          button(fr ? 'Choisir mon mot de passe' : 'Choose my password', reset, { background: '#3442b8' }),
          text(
            [
              p(
                fr
                  ? 'Le bouton ne répond pas ? Copiez cette adresse :'
                  : 'The button does not work? Copy this address:',
              ),
              p(link(reset, chip('context.resetUrl'))),
            ],
            { align: 'center', fontSize: 13, padding: pad(8, 56, 32) },
          ),
        ]),
        section(
          [
            text(
              [
                h(3, fr ? 'Vous n’avez rien demandé ?' : 'You did not ask for this?'),
                p(
                  fr
                    ? 'Ne faites rien : votre mot de passe reste le même. Si cela se reproduit, écrivez-nous.'
                    : 'Do nothing: your password stays the same. If it happens again, write to us.',
                ),
              ],
              { fontSize: 14, padding: pad(18, 40) },
            ),
          ],
          { background: '#e3e7fb' },
        ),
        foot(language, 'transactional', ground),
      ],
    )
  },
}
