interface Letter {
  readonly title: string
  /** Rows of the white card: complete `tr` elements. */
  readonly rows: string
  /** What stands under the card, as HTML. */
  readonly footer: string
}

/** The demo shop's letter: a card of 600 pixels on a pale ground, tables and inline styles as mail programs want. */
export const letter = ({ title, rows, footer }: Letter): string => `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light">
  <title>${title}</title>
  <style>
    @media (max-width: 620px) {
      .card { width: 100% !important; border-radius: 0 !important; }
      .pad { padding-left: 24px !important; padding-right: 24px !important; }
    }
  </style>
</head>
<body style="margin:0;padding:0;background:#f4f1ec;font-family:Helvetica,Arial,sans-serif;color:#2b2622">
  <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f4f1ec">
    <tr>
      <td align="center" style="padding:32px 12px">
        <table role="presentation" class="card" width="600" cellpadding="0" cellspacing="0" style="width:600px;max-width:100%;background:#ffffff;border-radius:12px">
          <tr>
            <td class="pad" style="padding:32px 48px 0;font-family:Georgia,'Times New Roman',serif;font-size:22px;letter-spacing:0.5px;color:#9a4f1d">
              <a href="https://www.atelier-lumiere.example/" style="color:#9a4f1d;text-decoration:none">Atelier Lumière</a>
            </td>
          </tr>
${rows}
          <tr><td style="height:32px;line-height:32px">&nbsp;</td></tr>
        </table>
        <table role="presentation" class="card" width="600" cellpadding="0" cellspacing="0" style="width:600px;max-width:100%">
          <tr>
            <td class="pad" align="center" style="padding:24px 48px;font-size:13px;line-height:20px;color:#6f665e">
              ${footer}
            </td>
          </tr>
        </table>
      </td>
    </tr>
  </table>
</body>
</html>
`

export const heading = (html: string): string => `          <tr>
            <td class="pad" style="padding:24px 48px 0">
              <h1 style="margin:0;font-family:Georgia,'Times New Roman',serif;font-size:28px;line-height:36px;font-weight:normal">${html}</h1>
            </td>
          </tr>`

export const paragraph = (html: string): string => `          <tr>
            <td class="pad" style="padding:16px 48px 0;font-size:16px;line-height:26px">${html}</td>
          </tr>`

export const button = (href: string, label: string): string => `          <tr>
            <td class="pad" style="padding:28px 48px 0">
              <a href="${href}" style="display:inline-block;padding:14px 28px;border-radius:999px;background:#9a4f1d;color:#ffffff;font-size:16px;font-weight:bold;text-decoration:none">${label}</a>
            </td>
          </tr>`
