// A transactional message of about 20 KB: 12 fields, a loop, two conditions, 6 tracked links.

/** Its content; without the profile for high throughput, which reads none. */
export function orderConfirmation(withProfile) {
  const name = withProfile
    ? '{{profile.person.name.firstName ?: "dear customer"}}'
    : '{{context.firstName ?: "dear customer"}}'
  const filler = Array.from(
    { length: 60 },
    (_, n) =>
      `<tr><td style="padding:4px 24px;font-family:Arial,Helvetica,sans-serif;font-size:13px;line-height:20px;color:#5a5a5a;border-bottom:1px solid #eeeeee">Information ${n}: deliveries are made from Monday to Saturday; you may return an article within thirty days.</td></tr>`,
  ).join('\n')
  const links = ['orders', 'returns', 'help', 'shops', 'account', 'privacy'].map(
    (page) => `<a href="https://bench.example/${page}" style="color:#3b63fb">${page}</a>`,
  )
  return {
    subject: 'Your order {{context.order.number}} is confirmed',
    preheader: 'Arriving on {{context.deliveryDate}}',
    html: `<!doctype html><html><head><title>Order</title></head><body style="margin:0;background:#f4f4f4"><table width="100%">
<tr><td><h1>Thank you, ${name}</h1><p>Order {{context.order.number}}, {{context.order.total}} {{context.order.currency}}, from {{context.store}}.</p></td></tr>
{%#if context.deliveryDate%}<tr><td>Arriving on {{context.deliveryDate}}</td></tr>{%/if%}
{{#each context.order.items as |item|}}<tr><td>{{item.quantity}} × {{item.name}}: {{item.price}}</td></tr>{{/each}}
${withProfile ? '{%#if profile.loyalty.tier = "gold"%}<tr><td>Gold member: {{profile.loyalty.points}} points</td></tr>{%/if%}' : ''}
${filler}
<tr><td>${links.join(' · ')}</td></tr></table></body></html>`,
    text: '',
  }
}
