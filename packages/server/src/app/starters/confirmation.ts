import { EmailContent } from '@chappe/core/campaign/schema'

const words = {
  en: {
    subject: 'Please confirm your subscription',
    preheader: 'One click, and it is done.',
    hello: 'One more click',
    asked: 'You asked to receive:',
    button: 'Confirm',
    days: 'The link works for {{context.days}} days.',
    ignore: 'Was it not you? Then do nothing: without your confirmation you receive nothing.',
  },
  fr: {
    subject: 'Confirmez votre inscription',
    preheader: 'Un clic, et c’est fait.',
    hello: 'Encore un clic',
    asked: 'Vous avez demandé à recevoir\u00a0:',
    button: 'Confirmer',
    days: 'Le lien est valable {{context.days}} jours.',
    ignore: 'Ce n’était pas vous\u00a0? Ne faites rien\u00a0: sans votre confirmation, vous ne recevez rien.',
  },
}

const row = (html: string, size = 16) =>
  `<tr><td style="padding:12px 32px 0;font-size:${size}px;line-height:1.5">${html}</td></tr>`

/**
 * What the message says that asks to confirm subscriptions. It wears the brand of the preference centre; the call
 * gives it the topics, the days that the link works, and the brand.
 */
export function confirmationContent(language: 'en' | 'fr'): EmailContent {
  const say = words[language]
  return EmailContent.parse({
    subject: say.subject,
    preheader: say.preheader,
    html: `<!DOCTYPE html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${say.subject}</title></head>
<body style="margin:0;padding:0;background:#f4f4f5;font-family:Helvetica,Arial,sans-serif;color:#18181b">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:32px 12px">
<table role="presentation" width="560" cellpadding="0" cellspacing="0" style="width:560px;max-width:100%;background:#ffffff;border-radius:12px">
<tr><td style="height:16px;line-height:16px">&nbsp;</td></tr>
{%#if context.brand.logoUrl%}${row('<img src="{{context.brand.logoUrl}}" alt="{{context.brand.name}}" height="48" style="height:48px;border:0">')}{%else%}{%#if context.brand.name%}${row('<strong>{{context.brand.name}}</strong>', 18)}{%/if%}{%/if%}
${row(`<h1 style="margin:12px 0 0;font-size:24px;line-height:1.3">${say.hello}</h1>`)}
${row(`${say.asked}`)}
${row(`<ul style="margin:0;padding-left:20px">{{#each context.topics as |topic|}}<li><strong>{{topic.name.${language}}}</strong>{%#if topic.description.${language}%}<br>{{topic.description.${language}}}{%/if%}</li>{{/each}}</ul>`)}
${row(`<a href="{{system.confirmUrl}}" style="display:inline-block;margin:12px 0;padding:14px 28px;border-radius:999px;background:{{context.brand.color}};color:#ffffff;font-weight:bold;text-decoration:none">${say.button}</a>`)}
${row(say.days, 14)}
${row(say.ignore, 14)}
<tr><td style="height:32px">&nbsp;</td></tr>
</table></td></tr></table>
</body>
</html>
`,
  })
}
