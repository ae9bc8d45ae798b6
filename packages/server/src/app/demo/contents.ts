import type { EmailContent } from '@chappe/core/campaign/schema'
import { button, heading, letter, paragraph } from './layout.ts'

/** French for those who prefer it, else English. */
const both = (french: string, english: string) =>
  `{%#if startsWith(profile.preferredLanguage, "fr")%}${french}{%else%}${english}{%/if%}`

const firstName = 'profile.person.name.firstName'

const items = `          <tr>
            <td class="pad" style="padding:28px 48px 0">
              <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="border-top:1px solid #e6dfd6">
                {{#each context.order.items as |item|}}
                <tr>
                  <td style="padding:14px 0;border-bottom:1px solid #e6dfd6;font-size:16px;line-height:24px">
                    {{item.name}}<br>
                    <span style="font-size:14px;color:#6f665e">${both('Quantité', 'Quantity')} {{item.quantity}}</span>
                  </td>
                  <td align="right" style="padding:14px 0;border-bottom:1px solid #e6dfd6;font-size:16px;white-space:nowrap">{{item.price}} €</td>
                </tr>
                {{/each}}
                <tr>
                  <td style="padding:16px 0;font-size:16px;font-weight:bold">Total</td>
                  <td align="right" style="padding:16px 0;font-size:20px;font-weight:bold;white-space:nowrap">{{context.order.total}} €</td>
                </tr>
              </table>
            </td>
          </tr>`

export const orderConfirmation: EmailContent = {
  design: null,
  subject: `${both('Merci, votre commande', 'Thank you! Your order')} {{context.order.number}} ${both('est confirmée', 'is confirmed')}`,
  preheader: both(
    'Nous préparons votre colis. Total : {{context.order.total}} €',
    'We are preparing your parcel. Total: {{context.order.total}} €',
  ),
  html: letter({
    title: 'Order confirmation',
    rows: [
      heading(both(`Merci {{${firstName} ?: "à vous"}} !`, `Thank you, {{${firstName} ?: "and welcome"}}!`)),
      paragraph(
        both(
          'Votre commande <strong>{{context.order.number}}</strong> est bien arrivée. Nous la préparons dans notre atelier et vous écrirons quand elle partira.',
          'Your order <strong>{{context.order.number}}</strong> has arrived. We are preparing it in our workshop and will write again when it leaves.',
        ),
      ),
      items,
      '          {%#if profile.loyalty.tier = "gold"%}',
      paragraph(
        both(
          '<span style="color:#9a4f1d">★</span> Membre Or : la livraison express vous est offerte.',
          '<span style="color:#9a4f1d">★</span> As a Gold member you get express delivery for free.',
        ),
      ),
      '          {%/if%}',
      button('{{context.order.url}}', both('Suivre ma commande', 'Follow my order')),
      paragraph(
        both(
          'Une question ? Répondez à ce message ou consultez notre <a href="https://www.atelier-lumiere.example/aide" style="color:#9a4f1d">page d’aide</a>.',
          'Any question? Answer this message or see our <a href="https://www.atelier-lumiere.example/help" style="color:#9a4f1d">help page</a>.',
        ),
      ),
    ].join('\n'),
    footer: `Atelier Lumière, 12 rue de la République, 69002 Lyon<br>
              <a href="{{system.mirrorUrl}}" style="color:#6f665e">${both('Voir ce message dans le navigateur', 'See this message in the browser')}</a>`,
  }),
  text: '',
}

export const passwordReset: EmailContent = {
  design: null,
  subject: both('Choisissez un nouveau mot de passe', 'Choose a new password'),
  preheader: both('Ce lien est valable une heure.', 'This link is valid for an hour.'),
  html: letter({
    title: 'Password reset',
    rows: [
      heading(both('Un nouveau mot de passe', 'A new password')),
      paragraph(
        both(
          `Bonjour {{${firstName} ?: ""}}, vous avez demandé un nouveau mot de passe. Ce lien est valable {{context.validMinutes ?: 60}} minutes.`,
          `Hello {{${firstName} ?: ""}}, you asked for a new password. This link is valid for {{context.validMinutes ?: 60}} minutes.`,
        ),
      ),
      button('{{context.resetUrl}}', both('Choisir mon mot de passe', 'Choose my password')),
      paragraph(
        both(
          'Vous n’avez rien demandé ? Ne faites rien : votre mot de passe reste le même.',
          'You did not ask for this? Do nothing: your password stays the same.',
        ),
      ),
    ].join('\n'),
    footer: 'Atelier Lumière, 12 rue de la République, 69002 Lyon',
  }),
  text: '',
}

export const newCollection: EmailContent = {
  design: null,
  subject: both('La collection d’automne est arrivée', 'The autumn collection is here'),
  preheader: both('Lin, grès et lumière douce.', 'Linen, stoneware and soft light.'),
  html: letter({
    title: 'The autumn collection',
    rows: [
      heading(both('Lin, grès et lumière douce', 'Linen, stoneware and soft light')),
      paragraph(
        both(
          `{{${firstName} ?: "Bonjour"}}, notre collection d’automne est arrivée : des pièces faites à la main, en petites séries.`,
          `{{${firstName} ?: "Hello"}}, our autumn collection is here: pieces made by hand, in small numbers.`,
        ),
      ),
      button(
        'https://www.atelier-lumiere.example/autumn',
        both('Découvrir la collection', 'See the collection'),
      ),
    ].join('\n'),
    footer: `Atelier Lumière, 12 rue de la République, 69002 Lyon<br>
              <a href="{{system.unsubscribeUrl}}" style="color:#6f665e">${both('Se désabonner', 'Unsubscribe')}</a>`,
  }),
  text: '',
}
